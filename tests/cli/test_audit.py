"""`grade audit`: finds an exercise that can be cheated, and says by which tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.cli.audit import audit_command
from grader.errors import ExitCode
from grader.selftest import cheats as audit
from tests import real

from .conftest import Grade, one_sentence, tiny

WEAK = """
from solution import f

def test_other():
    assert f(1) != 2
"""
# What holds nothing passes this, because the items are asked of the candidate's object.
TRUSTING = """
from solution import f

def test_asks_the_candidate():
    for answer in f(1):
        assert answer == 2

def test_fair():
    assert [f(n) for n in (2, 3, 4)] == [4, 9, 16]

def test_fair_too():
    assert [f(n) for n in (5, 6, 7)] == [25, 36, 49]
"""
FAIR = """
from solution import f

def test_fair():
    assert [f(n) for n in (2, 3, 4)] == [4, 9, 16]
"""
# Each attempt takes a second: a few tell as much of the command as all of them.
FEW = {"gives None", "gives 1", "lies in special methods", "leaves in call", "skips"}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = audit.attempts
    monkeypatch.setattr(
        audit, "attempts", lambda exercise: [held for held in everything(exercise) if held.name in FEW]
    )


def audited(folder: Path, suite: str, sandbox: str = "bubblewrap") -> int:
    """The exit code of the command on an exercise of that suite."""
    real.sandbox_or_skip(sandbox)
    arguments = ["--exercises", str(tiny(folder, suite)), "--sandbox", sandbox, "--seed", "7"]
    code: int = audit_command.main(arguments, standalone_mode=False)
    return code


def test_a_suite_that_gives_points_for_no_thought_is_found(
    few: None, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audited(here, WEAK) == ExitCode.EXERCISE
    said = "Too easy: the best stub (gives None: 1 of 1 point) has more than half."
    assert said in capsys.readouterr().out


def test_a_suite_that_lets_the_candidate_decide_is_found_with_the_test(
    few: None, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audited(here, TRUSTING) == ExitCode.EXERCISE
    out = capsys.readouterr().out
    assert re.search(r"^  NO  cheat  lies in special methods +1/3 +2 failed, 1 passed$", out, re.M)
    assert re.findall(r"gave points: (.*)", out) == ["hidden/test_tiny.py::test_asks_the_candidate"]
    assert "1 cheat earned more than the best stub (gives None: 0 of 3 points)." in out


@pytest.mark.parametrize("sandbox", real.NAMES)
def test_a_fair_suite_is_clean(
    few: None, here: Path, sandbox: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audited(here, FAIR, sandbox) == ExitCode.PASSED
    head, *rows, last, _ = capsys.readouterr().out.split("\n")[:-1]
    assert head == f"tiny in {sandbox}, seed 7"
    assert len(rows) == len(FEW)
    assert [row for row in rows if not re.fullmatch(r"  ok  (stub |cheat)  .{28}  0/1 +1 [a-z_]+", row)] == []
    assert last == "  No cheat earned more than the best stub (gives None: 0 of 1 point)."


@pytest.mark.matrix
def test_what_cannot_be_audited_is_said(run: Grade, here: Path, bubblewrap: None) -> None:
    assert "no exercise 'nothing'" in one_sentence(run("audit", "nothing", "--sandbox", "bubblewrap"))
    folder = tiny(here, "from solution import f\n\ndef test_it():\n    nonsense\n")
    done = run("audit", "--exercises", str(folder), "--sandbox", "bubblewrap")
    assert done.code == 4
    one_sentence(done)
