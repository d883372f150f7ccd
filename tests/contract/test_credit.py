"""Part of the points, an author's own words, forbidden names and broken files, in every real sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import RejectedSubmission
from grader.exercises.code_rules import CodeRules
from grader.exercises.manifest import load
from grader.report import Audience, Report
from grader.sandboxes.base import SandboxProvider
from tests import real

from .conftest import Grade

SUITE = """
import pytest
from solution import f

def test_part(award):
    right = sum(f(number) == number for number in range(10))
    award(right / 10, f"{right} of 10 cases")

def test_all(award):
    award(1.0)
    f(0)

def test_none(award):
    f(0)
    award(0, "nothing was right")

def test_then_fails(award):
    award(0.25, "the beginning is right")
    assert f(0) == "never"

def test_then_hangs_up(award):
    award(0.5)
    f("exit")

def test_after_the_end(award):
    try:
        f("exit")
    except BaseException:
        award(1.0)

def test_too_much(award):
    award(f("share"))

def test_told(tell):
    tell("look at 0")
    tell("and at 1")
    assert f(0) == 0

def test_told_in_failure(tell):
    tell("an empty list is a list")
    assert f("secret") == "other"

def test_no_text(tell):
    tell(f("share"))
"""
SOURCE = """
import os
def f(x):
    if x == "exit": os._exit(0)
    if x == "share": return 1.5
    return x if x in range(7) else None
"""


def test_an_author_awards_a_part_and_says_what_they_like(grade: Grade) -> None:
    report = grade(SUITE, SOURCE)
    found = {
        check.test.id.rpartition("::test_")[2]: (
            check.verdict.value, check.earned, check.told(Audience.CANDIDATE)
        )
        for check in report.checks
    }  # fmt: skip
    assert found == {
        "part": ("partial", 0.7, "7 of 10 cases"),
        "all": ("passed", 1.0, ""),
        "none": ("failed", 0.0, "nothing was right"),
        "then_fails": ("partial", 0.25, "the beginning is right"),
        "then_hangs_up": ("crashed", 0.5, ""),
        "after_the_end": ("crashed", 0.0, ""),
        # Whatever the candidate made of it is not the author's fault, and pays nothing.
        "too_much": ("failed", 0.0, ""),
        "told": ("passed", 1.0, "look at 0\nand at 1"),
        "told_in_failure": ("failed", 0.0, "an empty list is a list"),
        "no_text": ("failed", 0.0, ""),
    }
    assert report.score
    assert report.score.points == 3.45


RULES = CodeRules(("sorted", ".sort"), "Sort it yourself.", reject_broken=True)
MANIFEST = 'forbid = ["sorted", ".sort"]\nforbid_because = "Sort it yourself."\non_syntax_error = "reject"\n'
PLAIN = """
from solution import f
def test_it(): assert f([2, 1]) == [1, 2]
def test_other(): assert f([]) == []
"""


def ruled(folder: Path, source: bytes, sandbox: SandboxProvider) -> Report:
    real.tiny_exercise(folder, PLAIN)
    manifest = (folder / "exercise.toml").read_text()
    (folder / "exercise.toml").write_text(manifest.replace("points = ", f"{MANIFEST}points = ", 1))
    exercise = load(folder)
    assert exercise.rules == RULES
    return real.graded(exercise, source, sandbox)


def test_a_forbidden_name_is_said_to_everybody_before_anything_runs(
    sandbox: SandboxProvider, tmp_path: Path
) -> None:
    source = b"import os\nos._exit(0)\ndef f(x):\n    x.sort()\n    return sorted(x)\n"
    report = ruled(tmp_path / "ruled", source, sandbox)
    told = "not run: the file uses `.sort` (line 4) and `sorted` (line 5). Not allowed: Sort it yourself."
    assert [(check.verdict, check.told(Audience.CANDIDATE)) for check in report.checks] == [
        ("forbidden", told), ("forbidden", told),
    ]  # fmt: skip
    assert report.score
    assert report.score.points == 0
    own = b"def sorted(x): return x[::-1]\ndef f(x): return sorted(x)\n"
    assert set(real.verdicts(ruled(tmp_path / "own", own, sandbox)).values()) == {"passed"}


def test_a_file_that_does_not_compile_is_left_ungraded_where_the_exercise_wants_that(
    sandbox: SandboxProvider, tmp_path: Path
) -> None:
    with pytest.raises(RejectedSubmission) as caught:
        ruled(tmp_path / "ruled", b"x = 1\ndef f(:\n", sandbox)
    assert (caught.value.code, caught.value.exit_code) == ("does-not-compile", 5)
    assert str(caught.value).startswith("The file does not compile: line 2: ")


def test_why_a_file_cannot_be_loaded_is_said_to_everybody(grade: Grade) -> None:
    report = grade(PLAIN, "import no_such_module\n")
    told = {check.told(Audience.CANDIDATE) for check in report.checks}
    assert len(told) == 1
    assert "no_such_module" in told.pop()
    # What a file says of a hidden test's inputs, which it finds while it is loaded, is not that.
    peeks = "import os\nraise ValueError(repr(os.read(3, 4000)) if os.fork() else '')\n"
    report = grade("from solution import f\ndef test_it(): assert f(987654321) == 1\n", peeks)
    assert "987654321" not in report.checks[0].told(Audience.CANDIDATE)
