"""Holding a grading against the report of an earlier one: what is refused, what differs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageError
from grader.exercises.exercise import Exercise
from grader.grading.provenance import provenance
from grader.grading.replay import Original, changed_conditions, check, disagreements, original
from grader.limits import Limits
from grader.render.json import render
from grader.report import (
    Audience,
    Check,
    ExerciseInfo,
    Report,
    SandboxInfo,
    SubmissionInfo,
    Test,
    Verdict,
    Visibility,
    score,
)  # fmt: skip
from grader.submissions.submission import Submission
from tests import real

SUBMISSION = Submission("solution.py", b"def f(): ...\n")
Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    return real.tiny_exercise(tmp_path / "tiny", "def test_f():\n    pass\n")


def report(exercise: Exercise, *verdicts: Verdict) -> Report:
    checks = tuple(
        Check(
            Test(f"hidden/test_tiny.py::test_{number}", "it works", "", 1, False, Visibility.HIDDEN), verdict
        )
        for number, verdict in enumerate(verdicts)
    )
    return Report(
        ExerciseInfo(exercise.slug, "Tiny", "1.0.0", exercise.digest()),
        SubmissionInfo(SUBMISSION.file, SUBMISSION.sha256, len(SUBMISSION.source)),
        SandboxInfo("docker", "runsc", "grade-sandbox:1", "3.13.1", Limits(2, 5, 1 << 28)),
        score(checks, 50.0),
        checks,
        seed=7,
        provenance=provenance(exercise, pytest="9.0.0", image_digest="sha256:" + "ab" * 32),
    )


def kept(held: Report, edit: Edit = lambda document: None) -> Original:
    """What is read from the report that was written of it, and then edited."""
    document = json.loads(render(held, Audience.ASSESSOR))
    edit(document)
    return original(json.dumps(document).encode())


def test_what_is_needed_to_repeat_a_grading_comes_through(exercise: Exercise) -> None:
    then = kept(report(exercise, Verdict.PASSED, Verdict.TIMEOUT))
    assert (then.slug, then.seed, then.kind, then.runtime) == ("tiny", 7, "docker", "runsc")
    assert (then.fail_under, then.visible_only, then.sha256) == (50.0, False, SUBMISSION.sha256)
    assert list(then.verdicts.values()) == ["passed", "timeout"]
    check(then, SUBMISSION, exercise)


def test_a_run_of_the_visible_tests_is_repeated_as_one(exercise: Exercise) -> None:
    held = replace(report(exercise, Verdict.PASSED), visible_only=True, hidden_left_out=3)
    assert kept(held).visible_only is True


def test_another_file_is_refused(exercise: Exercise) -> None:
    with pytest.raises(UsageError, match="its content differs"):
        check(kept(report(exercise)), Submission("solution.py", b"def f(): pass\n"), exercise)


@pytest.mark.parametrize(("file", "part"), [("hidden/test_tiny.py", "tests"), ("exercise.toml", "manifest")])
def test_another_exercise_is_refused(exercise: Exercise, file: str, part: str) -> None:
    then = kept(report(exercise))
    path = exercise.folder / file
    path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")
    with pytest.raises(UsageError, match=f"The {part} of exercise 'tiny' changed since"):
        check(then, SUBMISSION, exercise)


def test_verdicts_that_agree_are_not_mentioned_and_others_are(exercise: Exercise) -> None:
    then = kept(report(exercise, Verdict.PASSED, Verdict.FAILED, Verdict.PASSED))
    now = report(exercise, Verdict.PASSED, Verdict.TIMEOUT)
    assert list(disagreements(then, report(exercise, *map(Verdict, then.verdicts.values())))) == []
    assert list(disagreements(then, now)) == [
        ("hidden/test_tiny.py::test_1", "failed", "timeout"),
        ("hidden/test_tiny.py::test_2", "passed", ""),
    ]


def test_other_conditions_are_named(exercise: Exercise) -> None:
    held = report(exercise)
    then = kept(held)
    assert list(changed_conditions(then, held)) == []
    assert held.provenance
    assert held.sandbox
    now = replace(
        held,
        sandbox=replace(held.sandbox, python="3.14.0"),
        provenance=replace(
            held.provenance,
            versions={**held.provenance.versions, "pytest": "9.9.9"},
            worker_digest="cd" * 32,
            image_digest=None,
        ),
    )
    assert list(changed_conditions(then, now)) == [
        "pytest was 9.0.0, is 9.9.9",
        "the sandbox's Python was 3.13.1, is 3.14.0",
        f"the worker was {held.provenance.worker_digest[:19]}, is {('cd' * 32)[:19]}",
        "the image was sha256:abababababab, is none",
    ]


@pytest.mark.parametrize(
    "content", [b"", b"[" * 100_000, b"\xff", b'{"seed": NaN}', b"1" * 5000, b"[]", b"{}", b"null"]
)
def test_what_is_no_report_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(UsageError, match=r"^That report is no"):
        original(content)


def set_in(*path: str, to: Any) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        for name in path[:-1]:
            document = document[name]
        document[path[-1]] = to

    return edit


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (set_in("audience", to="candidate"), "was written for a candidate"),
        (set_in("seed", to=None), "was written for a candidate"),
        (set_in("provenance", to=None), "has no score"),
        (set_in("score", to=None), "has no score"),
        (set_in("seed", to=-1), "was never written by a grading"),
        (set_in("seed", to=1 << 128), "was never written by a grading"),
        (set_in("seed", to=float(1 << 127)), "went through a program that rounds large numbers"),
        (set_in("score", "fail_under", to=101), "was never written by a grading"),
        (set_in("schema_version", to=2), "something is wrong at schema_version"),
        (set_in("sandbox", "kind", to="none"), "something is wrong at sandbox.kind"),
    ],
)
def test_a_report_that_cannot_be_repeated_is_refused(exercise: Exercise, edit: Edit, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        kept(report(exercise), edit)
