"""One grading, from the order to a report or an error, with a judge and a sandbox that do as told."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from grader.errors import ExerciseError, GraderError, InfrastructureError, JudgeLost, RejectedSubmission
from grader.grading.grade import grade, grade_and_leave
from grader.grading.order import Order, Watcher
from grader.judge.events import (
    AllTold,
    Began,
    CandidateHeard,
    Checked,
    Collected,
    Event,
    GapsFound,
    JudgeFailed,
    SandboxReady,
    StreamLost,
    SuiteBroken,
)  # fmt: skip
from grader.report import Keeper, Verdict
from grader.sandboxes.base import Ending, SandboxEnd
from grader.submissions.submission import Submission
from tests.unit.grading.fakes import SUBMISSION, FakeJudge, FakeProvider, FakeSandbox, a_test, exercise

NAMES = ("hidden/a", "hidden/b", "hidden/c")
COLLECTED = Collected(tuple(map(a_test, NAMES)), left_out=0, pytest="9")
READY = SandboxReady("3.13.1", {"network": Keeper.KERNEL, "memory": Keeper.WATCHED})
A, B, C = NAMES


def passed(name: str) -> Checked:
    return Checked(name, Verdict.PASSED, cpu_seconds=0.25)


def graded(
    folder: Path,
    *script: Event | GraderError,
    sandbox: FakeSandbox | None = None,
    points: float = 3.0,
    **order: Any,
) -> Any:
    """The report; whatever comes of it, sandbox and judge are closed behind it."""
    judge, provider = FakeJudge(list(script)), FakeProvider(sandbox or FakeSandbox())
    try:
        return grade(Order(SUBMISSION, exercise(folder, points=points), **order), lambda: provider, judge)  # type: ignore[arg-type, return-value]
    finally:
        assert (judge.closed, provider.sandbox.closed) == (1, 1)


def verdicts(report: Any) -> list[tuple[str, Verdict]]:
    return [(check.test.id, check.verdict) for check in report.checks]


# --- the usual way


def test_a_report_has_every_test_in_the_order_of_the_suite_however_they_ran(tmp_path: Path) -> None:
    wrong = Checked(B, Verdict.FAILED, "assert 1 == 2")
    report = graded(tmp_path, COLLECTED, READY, passed(C), wrong, passed(A), AllTold(), seed=7)
    assert verdicts(report) == [(A, Verdict.PASSED), (B, Verdict.FAILED), (C, Verdict.PASSED)]
    assert (report.score.points, report.score.max_points, report.seed) == (2.0, 3.0, 7)
    assert report.sandbox.python == "3.13.1"
    # What holds a bound for the whole sandbox is known outside, and stronger than what watches inside.
    assert report.sandbox.protections == {"network": Keeper.KERNEL, "memory": Keeper.KERNEL}
    assert report.provenance.image_digest == "sha256:1"


def test_the_judge_is_told_the_suites_the_walls_and_what_is_particular_to_the_order(tmp_path: Path) -> None:
    judge, provider = FakeJudge([COLLECTED, READY, *map(passed, NAMES), AllTold()]), FakeProvider()
    order = Order(
        SUBMISSION, exercise(tmp_path, points=3.0), seed=7, visible_only=True, decisive=(A,), patience=2.0
    )
    grade(order, lambda: provider, judge)  # type: ignore[arg-type, return-value]
    assert judge.suites is not None and judge.assignment is not None
    assert (judge.suites.folder, judge.suites.names) == (str(tmp_path), ("visible", "hidden"))
    assignment = judge.assignment
    assert (assignment.seed, assignment.visible_only, assignment.decisive, assignment.patience) == (
        7, True, (A,), 2.0,
    )  # fmt: skip
    assert judge.walls == ("network",)


def test_a_seed_is_drawn_where_none_is_given_another_each_time(tmp_path: Path) -> None:
    script = (COLLECTED, READY, *map(passed, NAMES), AllTold())
    assert len({graded(tmp_path, *script).seed for _ in range(3)}) == 3


def test_a_watcher_hears_of_everything_as_it_happens(tmp_path: Path) -> None:
    heard: list[object] = []
    watcher = Watcher(
        on_open=lambda: heard.append("open"),
        on_tests=heard.append,
        on_check=lambda check: heard.append(check.test.id),
    )
    judge = FakeJudge([COLLECTED, READY, passed(B), passed(A), passed(C), AllTold()])
    order = Order(SUBMISSION, exercise(tmp_path, points=3.0))
    grade(order, FakeProvider, judge, watcher)  # type: ignore[arg-type]
    assert heard == ["open", 3, B, A, C]


def test_a_report_does_not_wait_for_the_sandbox_to_be_gone_but_leaving_does(tmp_path: Path) -> None:
    judge, provider = FakeJudge([COLLECTED, READY, *map(passed, NAMES), AllTold()]), FakeProvider()
    provider.sandbox.may_close.clear()
    order = Order(SUBMISSION, exercise(tmp_path, points=3.0))
    with ExitStack() as leaving:
        assert grade_and_leave(order, lambda: provider, judge, leaving).score  # type: ignore[arg-type, return-value]
        assert provider.sandbox.closed == 0
        provider.sandbox.may_close.set()
    assert provider.sandbox.closed == 1


def test_what_is_missing_for_a_sandbox_is_prepared_once(tmp_path: Path) -> None:
    judge = FakeJudge([COLLECTED, READY, *map(passed, NAMES), AllTold()])
    provider = FakeProvider(refusals=[InfrastructureError("No image.", code="no-image")])
    grade(Order(SUBMISSION, exercise(tmp_path, points=3.0)), lambda: provider, judge)  # type: ignore[arg-type, return-value]
    assert (provider.prepared, provider.opened) == (1, 1)


def test_a_file_above_the_limit_is_rejected_before_anything_is_opened(tmp_path: Path) -> None:
    tiny, provider, judge = exercise(tmp_path, points=3.0), FakeProvider(), FakeJudge([])
    large = Submission("solution.py", b"#" * (tiny.limits.source_bytes + 1))
    with pytest.raises(RejectedSubmission):
        grade(Order(large, tiny), lambda: provider, judge)  # type: ignore[arg-type, return-value]
    assert (provider.opened, judge.suites, judge.closed) == (0, None, 1)


# --- whose fault it is


def test_a_missing_wall_is_the_machines_fault_and_nothing_is_graded(tmp_path: Path) -> None:
    with pytest.raises(InfrastructureError) as caught:
        graded(tmp_path, COLLECTED, GapsFound(("network",)), StreamLost("it is not closed"))
    assert caught.value.code == "sandbox-not-closed"


def test_a_broken_suite_is_its_authors_fault_and_says_only_the_kind_of_error(tmp_path: Path) -> None:
    with pytest.raises(ExerciseError) as caught:
        graded(tmp_path, SuiteBroken("hidden/test_a.py", "ValueError: secret = 42"))
    assert caught.value.code == "broken-suite"
    assert "hidden/test_a.py (ValueError)" in caught.value.message
    assert "secret" not in str(caught.value)


def test_points_that_are_not_those_of_the_manifest_are_the_authors_fault(tmp_path: Path) -> None:
    script = (COLLECTED, READY, *map(passed, NAMES), AllTold())
    with pytest.raises(ExerciseError) as caught:
        graded(tmp_path, *script, points=4.0)
    assert caught.value.code == "points-do-not-add-up"
    # Of a part of the suite the manifest promises nothing.
    assert graded(tmp_path, *script, points=4.0, visible_only=True).score.points == 3.0


@pytest.mark.parametrize("reason", SandboxEnd)
def test_a_sandbox_that_ends_before_it_is_ready_is_the_machines_fault(
    tmp_path: Path, reason: SandboxEnd
) -> None:
    with pytest.raises(InfrastructureError) as caught:
        graded(tmp_path, COLLECTED, StreamLost("gone"), sandbox=FakeSandbox(Ending(reason, "no such file")))
    assert caught.value.code == "worker-dead"


@pytest.mark.parametrize("reason", [SandboxEnd.KILLED_FROM_OUTSIDE, SandboxEnd.LOST])
def test_a_sandbox_that_was_ended_from_outside_costs_nobody_points(
    tmp_path: Path, reason: SandboxEnd
) -> None:
    with pytest.raises(InfrastructureError) as caught:
        graded(tmp_path, COLLECTED, READY, passed(A), StreamLost("gone"), sandbox=FakeSandbox(Ending(reason)))
    assert caught.value.code == "sandbox-lost"


@pytest.mark.parametrize("reason", [SandboxEnd.ENDED, SandboxEnd.OUT_OF_MEMORY])
def test_a_sandbox_that_the_candidate_ended_costs_the_tests_that_did_not_run(
    tmp_path: Path, reason: SandboxEnd
) -> None:
    report = graded(
        tmp_path, COLLECTED, READY, passed(A), StreamLost("gone"), sandbox=FakeSandbox(Ending(reason))
    )
    assert verdicts(report) == [(A, Verdict.PASSED), (B, Verdict.CRASHED), (C, Verdict.CRASHED)]


def died(code: str = "judge-died", *, from_outside: bool = False) -> JudgeLost:
    return JudgeLost("The judge process ended early.", code=code, remedy="", from_outside=from_outside)


BEGUN = (COLLECTED, READY, Began(B, 5.0))


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        (died(), Verdict.CRASHED),
        (died("judge-stuck"), Verdict.TIMEOUT),
        (JudgeFailed("Traceback\nMemoryError"), Verdict.CRASHED),
    ],
)
def test_a_judge_that_ends_after_it_heard_the_candidate_is_the_candidates_doing(
    tmp_path: Path, end: Event | GraderError, verdict: Verdict
) -> None:
    report = graded(tmp_path, COLLECTED, READY, passed(C), *BEGUN[2:], CandidateHeard(), end)
    assert verdicts(report) == [(A, Verdict.NOT_RUN), (B, verdict), (C, Verdict.PASSED)]
    assert report.score.points == 1.0


@pytest.mark.parametrize(
    ("end", "code"),
    [(died(), "judge-died"), (died("judge-stuck"), "judge-stuck"), (JudgeFailed("Trouble"), "judge-failed")],
)
def test_a_judge_that_ends_before_it_heard_anything_is_our_fault(
    tmp_path: Path, end: Event | GraderError, code: str
) -> None:
    with pytest.raises(InfrastructureError) as caught:
        graded(tmp_path, *BEGUN, end)
    assert caught.value.code == code


def test_a_judge_that_somebody_killed_is_nobodys_crash(tmp_path: Path) -> None:
    with pytest.raises(InfrastructureError):
        graded(tmp_path, *BEGUN, CandidateHeard(), died(from_outside=True))


def test_what_a_failed_judge_says_of_itself_is_not_shown(tmp_path: Path) -> None:
    failed = JudgeFailed("Traceback\nRuntimeError: secret")
    report = graded(tmp_path, *BEGUN, CandidateHeard(), failed)
    assert [check.message for check in report.checks if check.verdict is Verdict.CRASHED] == ["RuntimeError"]


def test_a_suite_that_breaks_is_its_authors_fault_whoever_was_heard(tmp_path: Path) -> None:
    with pytest.raises(ExerciseError):
        graded(tmp_path, *BEGUN, CandidateHeard(), SuiteBroken(B, "KeyError"))
