"""Turns the judge's events into checks, and compares these with the manifest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from ..errors import ExerciseError, JudgeLost, RejectedSubmission, not_closed
from ..exercises.exercise import Exercise
from ..judge.events import (
    Began,
    CandidateHeard,
    Checked,
    Collected,
    Event,
    GapsFound,
    JudgeFailed,
    NotCompiled,
    Paced,
    SandboxReady,
    StreamLost,
    SuiteBroken,
)  # fmt: skip
from ..judge.handle import JudgeHandle
from ..report import Check, Keeper, Test, score, settled
from ..sandboxes.base import WALLS
from ..text import counted
from . import blame
from .order import Watcher


@dataclass(slots=True)
class Findings:
    """What the events of a run have told so far."""

    tests: dict[str, Test] = field(default_factory=dict)  # by id, in the order of the suite
    checks: dict[str, Check] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()  # the ids of tests that other judges run
    left_out: int = 0
    unearned: tuple[float, float] = (0.0, 0.0)  # points and bonus of tests that are skipped for everybody
    python: str = ""  # the version inside, once the sandbox is ready
    pytest: str = ""
    protections: dict[str, Keeper] = field(default_factory=dict)
    loop_seconds: float = 0.0  # what the fixed loop took before the file was loaded; 0 if not measured
    time_factor: float = 1.0
    lost: str | None = None  # what was seen of the stream's end, where that came too early
    heard: bool = False  # whether the judge has seen anything that came from the candidate's code
    running: str = ""  # the last test that began


def listen(judge: JudgeHandle, watcher: Watcher, silent_seconds: float) -> Findings:
    """Reads the judge's events to the end; returns the findings.

    Raises:
        ExerciseError: the suite is broken.
        RejectedSubmission: the file does not compile, and the exercise does not want such files graded.
        InfrastructureError: the judge failed or was lost, and the candidate's code cannot have done it.
    """
    findings = Findings()
    try:
        for event in judge.events(silent_seconds):
            _take(event, findings, watcher)
    except JudgeLost as exc:
        if exc.from_outside or not findings.heard:
            raise
        _give_up(findings, watcher, partial(blame.lost_by, lost=exc))
    return findings


def checks(findings: Findings, exercise: Exercise, *, whole: bool) -> tuple[Check, ...]:
    """The checks of all tests in the suite's order; if `whole`, verifies the manifest's sum of points.

    Points of tests that are skipped for everybody may be included in that sum or not.

    Raises:
        ExerciseError: the points of all tests differ from the manifest's.
    """
    all_checks = tuple(
        findings.checks.get(name) or blame.without_sandbox(test) for name, test in findings.tests.items()
    )
    total = score(all_checks, 100.0)
    promised = (exercise.points, exercise.bonus_points)
    possible = (total.max_points, total.max_bonus)
    # A manifest may count what the suite skips for the time being.
    with_skipped = (possible[0] + findings.unearned[0], possible[1] + findings.unearned[1])
    if whole and promised not in (possible, with_skipped):
        raise ExerciseError(
            f"The suites of {exercise.slug!r} add up to {counted(total.max_points, 'point')} and "
            f"{total.max_bonus:g} bonus, the manifest says {promised[0]:g} and {promised[1]:g}.",
            code="points-do-not-add-up",
            remedy="Its author must mend one of them.",
        )
    return settled(all_checks)


def _take(event: Event, findings: Findings, watcher: Watcher) -> None:
    match event:
        case Collected():
            findings.tests = {test.id: test for test in event.tests}
            findings.left_out, findings.unearned, findings.pytest = (
                event.left_out,
                event.unearned,
                event.pytest,
            )
            findings.elsewhere = frozenset(event.elsewhere)
            watcher.on_tests(len(event.tests))
        case SandboxReady():
            findings.python, findings.protections = event.python, event.protections
            findings.loop_seconds, findings.time_factor = event.loop_seconds, event.time_factor
        case Paced():
            findings.time_factor = event.time_factor
        case GapsFound():
            raise not_closed(WALLS[name] for name in event.gaps)
        case NotCompiled():
            raise RejectedSubmission(
                f"The file does not compile: {event.reason}.", code="does-not-compile",
                remedy="Mend it and hand it in again; this attempt was not graded.",
            )  # fmt: skip
        case Began():
            findings.running = event.id
        case CandidateHeard():
            findings.heard = True
        case Checked():
            _note(_check(findings.tests[event.id], event), findings, watcher)
        case StreamLost():
            findings.lost = event.text
        case SuiteBroken():
            raise blame.broken_suite(event)
        case JudgeFailed() if findings.heard:
            _give_up(findings, watcher, partial(blame.broken_by, event=event))
        case JudgeFailed():
            raise blame.failed_judge(event)


def _give_up(findings: Findings, watcher: Watcher, blamed: Callable[[Test], Check]) -> None:
    """Adds the checks that are missing after the candidate's code ended the judge; `blamed` makes one."""
    for name, test in findings.tests.items():
        if name not in findings.checks and name not in findings.elsewhere:
            judged = blamed if name == findings.running else blame.after_the_end
            _note(judged(test), findings, watcher)


def _note(check: Check, findings: Findings, watcher: Watcher) -> None:
    findings.checks[check.test.id] = check
    watcher.on_check(check)


def _check(test: Test, event: Checked) -> Check:
    return Check(
        test,
        event.verdict,
        message=event.message,
        output=event.output,
        cpu_seconds=event.cpu_seconds,
        wall_seconds=event.wall_seconds,
        remark=event.remark,
        credit=event.credit,
        words=event.words,
    )
