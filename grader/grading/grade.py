"""Grades one submission: the whole story on one page."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import seeds
from ..errors import ExerciseError, InfrastructureError, JudgeLost, not_closed
from ..exercises.exercise import SUITES, Exercise
from ..exercises.submission import Submission, check_size
from ..judge.handle import ForkServer, JudgeHandle
from ..machine.paths import package, shipped
from ..report import (
    Announce,
    Check,
    ExerciseInfo,
    Keeper,
    Problem,
    Report,
    SandboxInfo,
    SubmissionInfo,
    Test,
    Verdict,
    Visibility,
    score,
    settled,
)
from ..sandboxes.base import WALLS, Launch, Sandbox, SandboxEnd, SandboxProvider
from ..text import last_line
from ..wire.frames import Frame, Kind
from ..wire.messages import Setup, pack
from .provenance import provenance

# What collecting a suite and checking answers may take, however slow the machine.
_SUITE_SECONDS = 120.0
_BROKEN = "the process that checks the answers broke on one of this code's"
_STUCK = "the process that checks the answers did not come to an end with one of this code's"
_AFTER = "not run: an answer to an earlier test had ended the process that checks them"


@dataclass(frozen=True, slots=True)
class Order:
    """What to grade, and how."""

    submission: Submission
    exercise: Exercise
    seed: int | None = None
    visible_only: bool = False
    fail_under: float = 100.0
    decisive: tuple[str, ...] = ()  # tests of which the first that does not pass ends the run
    patience: float = 1.0  # how many times its CPU and elapsed time each test may take


@dataclass(slots=True)
class Watcher:
    """Is told what happens while it happens; by default nobody is."""

    on_progress: Announce = lambda text: None
    on_open: Callable[[], None] = lambda: None
    on_tests: Callable[[int], None] = lambda count: None
    on_check: Callable[[Check], None] = lambda check: None


@dataclass(slots=True)
class _Findings:
    tests: dict[str, Test] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    left_out: int = 0
    python: str = ""
    pytest: str = ""
    protections: dict[str, Keeper] = field(default_factory=dict)
    lost: str | None = None
    heard: bool = False  # whether the judge has seen anything that came from the candidate's code
    running: str = ""  # the last test that began


def grade(
    order: Order, choose: Callable[[], SandboxProvider], judge: JudgeHandle, watcher: Watcher | None = None
) -> Report:
    """As `grade`; when this returns or raises, the sandbox is gone and `judge` is closed."""
    with ExitStack() as stack:
        stack.callback(judge.close)
        return grade_and_leave(order, choose, judge, stack, watcher)


def grade_and_leave(
    order: Order,
    choose: Callable[[], SandboxProvider],
    judge: JudgeHandle,
    stack: ExitStack,
    watcher: Watcher | None = None,
) -> Report:
    """The report on one submission.

    `judge` is a fresh judge process; whoever started it closes it. The sandbox is being removed when this
    returns, which takes Docker a while; it is gone when `stack` is closed.

    Raises:
        RejectedSubmission: the file is too large for this exercise.
        ExerciseError: the suite is broken.
        InfrastructureError: the sandbox or the judge failed.
    """
    watcher = watcher or Watcher()
    began = time.monotonic()
    exercise, submission = order.exercise, order.submission
    check_size(submission.file, len(submission.source), exercise.limits.source_bytes)
    seed = seeds.drawn() if order.seed is None else order.seed
    judge.give_job(
        str(exercise.folder), _suites(exercise), exercise.limits, seed,
        visible_only=order.visible_only, decisive=order.decisive, patience=order.patience,
    )  # fmt: skip
    sandbox = choose()
    chosen = time.monotonic()
    box = open_box(sandbox, exercise, submission, watcher.on_progress)
    with _closing(box, stack):
        opened = time.monotonic()
        judge.give_stream(box.stream, multiplexed=box.multiplexed, walls=sandbox.describe().walls)
        watcher.on_open()
        # No test may last longer than all of them together, and so much for the suite's own work.
        silent_seconds = exercise.limits.total_seconds * max(1.0, order.patience) + _SUITE_SECONDS
        # Asked while the tests run, when there is nothing else to do.
        image_digest = box.image_digest
        findings = _listen(judge, watcher, silent_seconds)
        finished = time.monotonic()
        if findings.lost is not None:
            _explain_loss(box, findings)
    checks = _checks(findings, exercise, order)
    about = sandbox.describe()
    return Report(
        exercise=ExerciseInfo(exercise.slug, exercise.title, exercise.version, exercise.digest()),
        submission=SubmissionInfo(submission.file, submission.sha256, len(submission.source)),
        sandbox=SandboxInfo(
            about.kind,
            about.runtime,
            about.image,
            findings.python,
            exercise.limits,
            findings.protections | dict.fromkeys(box.bounded, Keeper.KERNEL),
        ),
        score=score(checks, order.fail_under),
        checks=checks,
        seed=seed,
        visible_only=order.visible_only or exercise.is_kit,
        hidden_left_out=findings.left_out + exercise.hidden_tests,
        timings={
            "choose_seconds": chosen - began,
            "open_seconds": opened - chosen,
            "test_seconds": finished - opened,
        },
        provenance=provenance(exercise, pytest=findings.pytest, image_digest=image_digest),
    )


@contextmanager
def _closing(box: Sandbox, stack: ExitStack) -> Iterator[None]:
    """Begins to close `box` at the end of the block, and lets `stack` wait until that is done."""
    try:
        yield
    finally:
        closer = threading.Thread(target=box.close)
        closer.start()
        stack.callback(closer.join)


def launch(exercise: Exercise) -> Launch:
    """What a sandbox for this exercise may use and must not show, whatever is submitted."""
    return Launch(
        memory_bytes=exercise.limits.memory_bytes,
        processes=exercise.limits.processes,
        scratch_bytes=exercise.limits.disk_bytes,
        hidden_paths=(str(package(".").resolve()), str(exercise.folder.parent), str(shipped("exercises"))),
        libraries=exercise.libraries,
    )


def open_box(
    sandbox: SandboxProvider, exercise: Exercise, submission: Submission, progress: Announce
) -> Sandbox:
    """A fresh sandbox that already knows the submission."""
    try:
        box = sandbox.open(launch(exercise))
    except InfrastructureError as exc:
        if exc.code != "no-image":
            raise
        sandbox.prepare(progress)
        box = sandbox.open(launch(exercise))
    setup = Setup(
        submission.source,
        Path(submission.file).name,
        exercise.libraries,
        exercise.loopback,
        exercise.modules(),
    )
    try:
        box.stream.sendall(Frame(Kind.SETUP, 0, pack(setup)).encode())
    except OSError:
        pass  # it has ended already; the judge notices, and `ending` says why
    return box


def serve(exercise: Exercise, server: ForkServer) -> ForkServer:
    """Has `server` fork a judge for each of many gradings of this exercise."""
    server.collect(str(exercise.folder), _suites(exercise), exercise.limits)
    return server


def _suites(exercise: Exercise) -> tuple[str, ...]:
    held = SUITES[:1] if exercise.is_kit else SUITES  # what else lies in a kit is none of its tests
    return tuple(name for name in held if (exercise.folder / name).is_dir())


def _listen(judge: JudgeHandle, watcher: Watcher, silent_seconds: float) -> _Findings:
    findings = _Findings()
    try:
        _hear(judge, watcher, silent_seconds, findings)
    except JudgeLost as exc:
        if exc.from_outside or not findings.heard:
            raise
        stuck = exc.code == "judge-stuck"
        _blame(findings, watcher, Verdict.TIMEOUT if stuck else Verdict.CRASHED, _STUCK if stuck else _BROKEN)
    return findings


def _hear(judge: JudgeHandle, watcher: Watcher, silent_seconds: float, findings: _Findings) -> None:
    for event in judge.events(silent_seconds):
        kind = event["event"]
        if kind == "collected":
            tests = [
                Test(**{**data, "visibility": Visibility(data["visibility"])}) for data in event["tests"]
            ]
            findings.tests = {test.id: test for test in tests}
            findings.left_out = event["left_out"]
            findings.pytest = event["pytest"]
            watcher.on_tests(len(tests))
        elif kind == "check":
            check = _check(findings.tests[event["id"]], event)
            findings.checks[check.test.id] = check
            watcher.on_check(check)
        elif kind == "started":
            findings.running = event["id"]
        elif kind == "heard":
            findings.heard = True
        elif kind == "ready":
            findings.python = event["python"]
            findings.protections = {name: Keeper(held) for name, held in event["protections"].items()}
        elif kind == "open":
            raise not_closed(WALLS[name] for name in event["gaps"])
        elif kind == "lost":
            findings.lost = event["text"]
        elif kind == "failed" and findings.heard:
            _blame(findings, watcher, Verdict.CRASHED, _BROKEN, message=_error_name(event["text"]))
        elif kind in ("broken", "failed"):
            fault = _broken_suite(event) if kind == "broken" else _failed_judge(event)
            fault.add_note(event["text"])  # a part of the traceback, which --debug shows
            raise fault


def _blame(
    findings: _Findings, watcher: Watcher, verdict: Verdict, remark: str, *, message: str = ""
) -> None:
    """The judge has ended after it had seen something of the candidate's: that test and the rest are lost.

    Whoever could end it otherwise without a score would never be failed.
    """
    for name, test in findings.tests.items():
        if name not in findings.checks:
            check = Check(test, Verdict.NOT_RUN, remark=_AFTER)
            if name == findings.running:
                check = Check(test, verdict, message, remark=remark)
            findings.checks[name] = check
            watcher.on_check(check)


def _broken_suite(event: dict[str, Any]) -> ExerciseError:
    return ExerciseError(
        # No more than the kind of error, or what is wrong with a marker: whoever reads this may be
        # a candidate.
        f"The suite is broken at {event['where'] or 'its start'} "
        f"({event.get('sentence') or _error_name(event['text'])}).",
        code="broken-suite",
        remedy="Its author must mend it; --debug shows more.",
    )


def _failed_judge(event: dict[str, Any]) -> InfrastructureError:
    return InfrastructureError(
        f"The judge failed: {last_line(event['text'])}",
        code="judge-failed",
        remedy="This is a fault of the grader; --debug shows more.",
    )


def _check(test: Test, event: dict[str, Any]) -> Check:
    return Check(
        test,
        Verdict(event["verdict"]),
        message=event["message"],
        output=event["output"],
        cpu_seconds=event["cpu_seconds"],
        wall_seconds=event["wall_seconds"],
        remark=event.get("remark", ""),
    )


def _checks(findings: _Findings, exercise: Exercise, order: Order) -> tuple[Check, ...]:
    """One for every test, in the order of the suite; held against what the manifest promises."""
    checks = tuple(
        findings.checks.get(name) or Check(test, Verdict.CRASHED, "the sandbox had ended")
        for name, test in findings.tests.items()
    )
    if not order.visible_only:
        found = score(checks, 100.0)
        promised = (exercise.points, exercise.bonus_points)
        if (found.max_points, found.max_bonus) != promised:
            raise ExerciseError(
                f"The suites of {exercise.slug!r} add up to {found.max_points:g} points and "
                f"{found.max_bonus:g} bonus, the manifest says {promised[0]:g} and {promised[1]:g}.",
                code="points-do-not-add-up",
                remedy="Its author must mend one of them.",
            )
    return settled(checks)


def _explain_loss(box: Sandbox, findings: _Findings) -> None:
    """The candidate's doing counts as crashed tests; what was done to the sandbox from outside does not.

    Raises:
        InfrastructureError: it was done from outside, or before the candidate's code ran.
    """
    ending = box.ending()
    if not findings.python:
        raise InfrastructureError(
            f"The worker does not start in the sandbox: {last_line(ending.detail or findings.lost or '')}.",
            code="worker-dead",
            remedy="`grade doctor` says more.",
        )
    if ending.reason in (SandboxEnd.KILLED_FROM_OUTSIDE, SandboxEnd.LOST):
        raise InfrastructureError(
            f"The sandbox was lost: {ending.detail}.",
            code="sandbox-lost",
            remedy="Nothing was graded; run it again.",
        )


def _error_name(text: str) -> str:
    """The last word of a traceback that names an exception."""
    return next(reversed(re.findall(r"\b[A-Za-z_]*(?:Error|Exception)\b", text)), "error")


def failed(problem: Problem, order: Order | None = None) -> Report:
    """The report where nothing could be graded."""
    exercise = submission = None
    if order is not None:
        held = order.exercise
        exercise = ExerciseInfo(held.slug, held.title, held.version, held.digest())
        file = order.submission
        submission = SubmissionInfo(file.file, file.sha256, len(file.source))
    return Report(exercise, submission, sandbox=None, score=None, problem=problem)
