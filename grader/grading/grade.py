"""Grades one submission: makes a report from an order, a sandbox and a judge."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace

from .. import seeds
from ..exercises.exercise import Exercise
from ..judge.assignment import Assignment
from ..judge.handle import JudgeHandle
from ..machine import speed
from ..report import Announce, ExerciseInfo, Keeper, Report, SandboxInfo, score, unheard
from ..sandboxes.base import Description, Sandbox, SandboxProvider
from ..submissions.fitting import fitted
from ..submissions.submission import Submission
from .beside import Beside
from .blame import lost_sandbox
from .findings import Findings, checks, listen
from .misnamed import explained
from .opening import open_sandbox, speed_name, suites
from .order import Order, Watcher
from .provenance import provenance

# What collecting a suite and checking answers may take, however slow the machine.
_SUITE_SECONDS = 120.0

# Returns the provider of sandboxes when first needed, since looking for an engine takes a while.
Choose = Callable[[], SandboxProvider]


def grade(order: Order, choose: Choose, judge: JudgeHandle, watcher: Watcher | None = None) -> Report:
    """Grades one submission; afterwards its sandbox is gone and `judge` is closed, even on errors."""
    with ExitStack() as leaving:
        leaving.callback(judge.close)
        return grade_and_leave(order, choose, judge, leaving, watcher)


def grade_and_leave(
    order: Order, choose: Choose, judge: JudgeHandle, leaving: ExitStack, watcher: Watcher | None = None
) -> Report:
    """Grades one submission and returns the report; closing `leaving` waits for the sandbox's removal.

    `judge` is a fresh judge process; whoever started it closes it. When this returns, the sandbox is still
    being removed, which takes Docker a while.

    Raises:
        RejectedSubmission: it is too large, or not of the kind that the exercise asks for.
        ExerciseError: the suite is broken.
        InfrastructureError: the sandbox or the judge failed.
    """
    watcher = watcher or Watcher()
    exercise = order.exercise
    began = time.monotonic()
    submission = fitted(order.submission, exercise)
    seed = seeds.drawn() if order.seed is None else order.seed
    with Beside(order, watcher) as beside:
        assignment = Assignment(
            seed, order.visible_only, order.decisive, order.patience, portions=beside.portions
        )
        judge.begin(suites(exercise, watcher.on_progress), assignment)
        provider = choose()
        chosen = time.monotonic()
        place = _Place(order, submission, provider)
        sandbox = place.open(watcher.on_progress)
        with _closing(sandbox, leaving):
            opened = time.monotonic()
            place.give(sandbox, judge)
            beside.start(assignment, place.run)
            watcher.on_open()
            # Asked while the tests run, when there is nothing else to do.
            image_digest = sandbox.image_digest
            findings = place.follow(sandbox, judge, beside.watcher(watcher))
        beside.add_to(findings)
        finished = time.monotonic()
    about = place.about
    speed.keep(place.speed_name, findings.loop_seconds)
    judged = explained(checks(findings, exercise, whole=not order.visible_only), submission.source)
    return Report(
        exercise=ExerciseInfo(exercise.slug, exercise.title, exercise.version, exercise.digest()),
        submission=submission.info(),
        sandbox=_sandbox_info(about, exercise, findings, sandbox.bounded),
        score=score(judged, order.fail_under),
        checks=judged,
        seed=seed,
        visible_only=order.visible_only or exercise.is_kit,
        hidden_left_out=findings.left_out + exercise.hidden_tests,
        timings={
            "choose_seconds": chosen - began,
            "open_seconds": opened - chosen,
            "test_seconds": finished - opened,
        },
        provenance=replace(
            provenance(exercise, pytest=findings.pytest, image_digest=image_digest),
            time_factor=findings.time_factor,
        ),
    )


class _Place:
    """Opens the sandboxes of one grading, and knows what they have in common."""

    def __init__(self, order: Order, submission: Submission, provider: SandboxProvider) -> None:
        self._order, self._submission, self._provider = order, submission, provider
        self.about = provider.describe(order.exercise.environment)
        self.speed_name = speed_name(self.about, order.exercise)
        self._loop_seconds = speed.kept(self.speed_name)

    def open(self, announce: Announce = unheard) -> Sandbox:
        """Opens a fresh sandbox and sends it the submission."""
        measures = speed.is_doubtful(self._loop_seconds)
        return open_sandbox(
            self._provider, self._order.exercise, self._submission, announce, measures=measures
        )

    def give(self, sandbox: Sandbox, judge: JudgeHandle) -> None:
        """Hands the stream of `sandbox` to `judge`, which then begins."""
        judge.give_stream(
            sandbox.stream,
            framing=sandbox.framing,
            walls=self.about.walls,
            loop_seconds=self._loop_seconds,
        )

    def follow(self, sandbox: Sandbox, judge: JudgeHandle, watcher: Watcher) -> Findings:
        """Reads the events of `judge` to the end; raises if the sandbox was lost by the machine's fault."""
        findings = listen(judge, watcher, _silent_seconds(self._order))
        _explain_loss(sandbox, findings)
        return findings

    def run(self, judge: JudgeHandle, watcher: Watcher) -> Findings:
        """Lets `judge` run its tests in a sandbox of its own."""
        with closing(self.open()) as sandbox:
            self.give(sandbox, judge)
            return self.follow(sandbox, judge, watcher)


def _sandbox_info(
    about: Description, exercise: Exercise, findings: Findings, bounded: tuple[str, ...]
) -> SandboxInfo:
    """The report's description of the sandbox; `bounded` names limits that the kernel holds for all of it."""
    return SandboxInfo(
        about.kind,
        about.runtime,
        about.image,
        findings.python,
        exercise.limits,
        findings.protections | dict.fromkeys(bounded, Keeper.KERNEL),
        findings.time_factor,
    )


@contextmanager
def _closing(sandbox: Sandbox, leaving: ExitStack) -> Iterator[None]:
    """Closes the sandbox in a thread when the block ends; closing `leaving` waits for that thread."""
    try:
        yield
    finally:
        closer = threading.Thread(target=sandbox.close)
        closer.start()
        leaving.callback(closer.join)


def _silent_seconds(order: Order) -> float:
    """The longest time without an event that a judge may take: the total limit plus the suite's own time."""
    return order.exercise.limits.total_seconds * max(1.0, order.patience) + _SUITE_SECONDS


def _explain_loss(sandbox: Sandbox, findings: Findings) -> None:
    """Raises the error for a lost sandbox, unless the candidate's code ended it."""
    if findings.lost is not None:
        error = lost_sandbox(sandbox.ending(), findings.lost, was_ready=bool(findings.python))
        if error is not None:
            raise error
