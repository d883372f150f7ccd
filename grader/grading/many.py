"""Grades many submissions in parallel, each with its own judge and sandbox.

bubblewrap ends a sandbox together with the thread that opened it, so one grading stays in one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Lock
from typing import ParamSpec, Self, TypeVar

from ..errors import ExerciseError, RejectedSubmission
from ..exercises.code_rules import CodeRules
from ..exercises.exercise import Exercise
from ..judge.handle import ForkServer, JudgeHandle
from ..limits import Limits
from ..report import Report
from ..sandboxes.base import SandboxProvider
from .budget import Admission
from .grade import grade
from .opening import serve
from .order import Order

P = ParamSpec("P")
T = TypeVar("T")
# The outcome of a grading, unless a fault of the machine stops everything.
Outcome = Report | ExerciseError | RejectedSubmission


class Judges:
    """Provides judges for many gradings, forked from one server for each exercise."""

    def __init__(self) -> None:
        self._servers: dict[tuple[Path, Limits, CodeRules], ForkServer] = {}
        self._turn = Lock()

    def judge(self, exercise: Exercise) -> JudgeHandle:
        """Forks a fresh judge for one grading of `exercise`; the caller closes it."""
        key = exercise.folder, exercise.limits, exercise.rules
        with self._turn:
            server = self._servers.get(key)
            if server is None:
                server = self._servers[key] = serve(exercise, ForkServer())
        return JudgeHandle(server=server)

    def close(self) -> None:
        """Ends the fork servers."""
        for server in self._servers.values():
            server.close()


class Started:
    """A group of gradings that were started together."""

    def __init__(self, futures: Sequence[Future[Outcome]]) -> None:
        self._futures = futures

    def __add__(self, other: Started) -> Started:
        """Both groups as one."""
        return Started((*self._futures, *other._futures))

    def outcomes(self, on_done: Callable[[int, int], None] | None = None) -> list[Outcome]:
        """Waits for all gradings; calls `on_done` with the numbers of finished and of all gradings.

        Raises:
            InfrastructureError: the sandbox or the judge failed.
        """
        for done, future in enumerate(as_completed(self._futures), 1):
            future.result()  # raises the error that stops everything
            if on_done is not None:
                on_done(done, len(self._futures))
        return [future.result() for future in self._futures]


class Gradings:
    """Grades in parallel what is started in its block, in the order of starting.

    There are `jobs` gradings at once, and more, up to `most`, while these leave the processors idle.
    """

    def __init__(self, provider: SandboxProvider, jobs: int, most: int = 1) -> None:
        self._provider = provider
        self._judges = Judges()
        self._pool = ThreadPoolExecutor(max(jobs, most))
        self._admission = Admission(jobs, most)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)  # gradings that have not begun are cancelled
        self._judges.close()

    def start(self, orders: Iterable[Order]) -> Started:
        """Starts grading `orders` as soon as there is room."""
        return Started([self.submit(_outcome, order, self._provider, self._judges) for order in orders])

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Starts something else that opens a sandbox and is to take its turn among the gradings."""

        def run() -> T:
            with self._admission.place():
                return function(*args, **kwargs)

        return self._pool.submit(run)


def outcomes(
    orders: Sequence[Order],
    provider: SandboxProvider,
    jobs: int,
    on_done: Callable[[int, int], None] | None = None,
) -> list[Outcome]:
    """Grades `orders` and returns the outcomes; calls `on_done` with the numbers of finished and all orders.

    Raises:
        InfrastructureError: the sandbox or the judge failed; what has not begun is not graded.
    """
    with Gradings(provider, jobs) as gradings:
        return gradings.start(orders).outcomes(on_done)


def report_of(outcome: Outcome) -> Report:
    """The report in `outcome`; raises if `outcome` is an error.

    Raises:
        ExerciseError: a suite is broken.
        RejectedSubmission: the file is too large for the exercise.
    """
    if isinstance(outcome, Report):
        return outcome
    raise outcome


def _outcome(order: Order, provider: SandboxProvider, judges: Judges) -> Outcome:
    try:
        return grade(order, lambda: provider, judges.judge(order.exercise))
    except (ExerciseError, RejectedSubmission) as exc:
        return exc
