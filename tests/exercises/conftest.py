"""Grades the submissions that the chosen tests need, several at a time, while the tests wait for theirs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from grader.exercises.exercise import Exercise
from grader.grading.many import Judges
from grader.report import Report
from grader.submissions.submission import Submission
from tests import real

Job = tuple[str, Exercise, Submission]  # the sandbox's name, and what it shall run
Graded = Callable[[Job], Report]


@pytest.fixture(scope="session")
def graded(request: pytest.FixtureRequest) -> Iterator[Graded]:
    """A function that gives the report on a job, once it is graded."""
    jobs: list[Job] = [
        item.callspec.params["job"]
        for item in request.session.items
        if "job" in getattr(item, "fixturenames", ())
    ]  # type: ignore[attr-defined]
    # Where a server is slow on purpose nearly all of the time is waiting; but with more than a few at once,
    # what waits for its moment comes too late to it.
    with (
        contextlib.closing(Judges()) as judges,
        contextlib.closing(real.Sandboxes()) as sandboxes,
        ThreadPoolExecutor(4) as waiting,
        ThreadPoolExecutor(2) as working,
    ):
        futures: dict[int, Future[Report]] = {}
        for job in jobs:
            pool = waiting if job[1].loopback else working
            futures[id(job)] = pool.submit(_grade, judges, sandboxes, *job)
        try:
            yield lambda job: futures[id(job)].result()
        finally:
            for pool in (waiting, working):
                pool.shutdown(cancel_futures=True)


def _grade(
    judges: Judges, sandboxes: real.Sandboxes, name: str, exercise: Exercise, submission: Submission
) -> Report:
    sandbox = sandboxes.named(name)
    return real.graded(exercise, submission, sandbox, seed=2024, judge=judges.judge(exercise))
