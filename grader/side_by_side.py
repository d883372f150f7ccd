"""Grades many submissions side by side, each with a judge and a sandbox of its own.

bubblewrap ends a sandbox together with the thread that opened it, so one grading stays in one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, closing

from .errors import ExerciseError, RejectedSubmission
from .judge.process import Judge, Server
from .report import Report
from .sandboxes.base import Sandbox
from .submit import Order, grade_whole, serve

# What a grading comes to where no fault of the machine's stops everything.
Outcome = Report | ExerciseError | RejectedSubmission


def outcomes(
    orders: Sequence[Order], sandbox: Sandbox, jobs: int, on_done: Callable[[int, int], None] | None = None
) -> list[Outcome]:
    """What each order came to, in their order; `on_done` is told how many are over, and of how many.

    Raises:
        InfrastructureError: the sandbox or the judge failed; what has not begun is left.
    """
    with ExitStack() as stack:
        exercises = {id(order.exercise): order.exercise for order in orders}
        servers = {key: stack.enter_context(closing(serve(held))) for key, held in exercises.items()}
        pool = stack.enter_context(ThreadPoolExecutor(jobs))
        futures = [pool.submit(_outcome, order, sandbox, servers[id(order.exercise)]) for order in orders]
        try:
            for done, future in enumerate(as_completed(futures), 1):
                future.result()  # raises what must stop everything
                if on_done is not None:
                    on_done(done, len(orders))
        finally:
            pool.shutdown(cancel_futures=True)
    return [future.result() for future in futures]


def report_of(outcome: Outcome) -> Report:
    """The report, where the exercise and the file are known to be sound.

    Raises:
        ExerciseError: a suite is broken.
        RejectedSubmission: the file is too large for the exercise.
    """
    if isinstance(outcome, Report):
        return outcome
    raise outcome


def _outcome(order: Order, sandbox: Sandbox, server: Server) -> Outcome:
    try:
        return grade_whole(order, lambda: sandbox, Judge(server=server))
    except (ExerciseError, RejectedSubmission) as exc:
        return exc
