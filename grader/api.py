"""The grader for programs that embed it: grade a submission, find exercises, render reports.

Settings files are for the command line only. Here nothing counts but what is passed, and the variables
`GRADE_EXERCISES`, `GRADE_BASE_IMAGE`, `GRADE_CACHE`, `GRADE_WHEELHOUSE` and `DOCKER_HOST`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

from . import seeds
from .errors import UsageError
from .exercises.exercise import Exercise
from .exercises.find import catalogue, find, root
from .grading.grade import grade as grade_order
from .grading.order import Order, Watcher
from .judge.handle import JudgeHandle
from .render import FORMATS, renderer
from .report import Audience, Check, Report
from .sandboxes.base import SandboxProvider
from .sandboxes.registry import choose
from .submissions.fitting import fitted
from .submissions.reading import made, read
from .submissions.submission import Submission

File = str | os.PathLike[str] | bytes
Folder = str | os.PathLike[str]
SandboxName = Literal["auto", "docker", "bubblewrap"]
OnCheck = Callable[[Check], None]


def grade(
    file: File,
    exercise: str | Exercise,
    *,
    sandbox: SandboxName = "auto",
    runtime: str | None = None,
    seed: int | None = None,
    fail_under: float = 100.0,
    visible_only: bool = False,
    exercises: Folder | None = None,
    on_check: OnCheck | None = None,
) -> Report:
    """Grades one submission and returns the report, which always has a score.

    Args:
        file: a path of a file, folder, archive or notebook, or the content of a Python file as bytes.
        exercise: its slug, or one that `find_exercise` gave.
        sandbox: where it runs; `auto` takes Docker where an engine answers, else bubblewrap.
        runtime: Docker's, such as `runsc`.
        seed: repeats a run with its inputs and the order of its tests.
        fail_under: `report.score.passed` is false below that percentage of the base points.
        visible_only: run only the tests that candidates may read.
        exercises: the folder in which slugs are looked up; by default that of the command line.
        on_check: is called with each test when it is over, in this thread.

    Raises:
        UsageError: there is no such file, exercise or sandbox.
        RejectedSubmission: the file cannot be a submission, so it was not run.
        ExerciseError: the exercise is broken; its author must mend it.
        InfrastructureError: the machine or the grader failed. It says nothing about the submission.
    """
    order = _order(
        file, _exercise(exercise, exercises), seed=seed, fail_under=fail_under, visible_only=visible_only
    )
    return _grade(
        order, partial(choose, sandbox, runtime, order.exercise.environment), JudgeHandle(), on_check
    )


async def grade_async(
    file: File,
    exercise: str | Exercise,
    *,
    sandbox: SandboxName = "auto",
    runtime: str | None = None,
    seed: int | None = None,
    fail_under: float = 100.0,
    visible_only: bool = False,
    exercises: Folder | None = None,
    on_check: OnCheck | None = None,
) -> Report:
    """Does what `grade` does in a thread of its own; any number may run at once.

    `on_check` is called in the event loop. If cancelled, it kills the judge and returns once the sandbox is
    gone; but if a sandbox is just being prepared for the first time, for example by building an image, that
    is finished first.
    """
    loop = asyncio.get_running_loop()
    over: asyncio.Future[Report] = loop.create_future()
    judge = JudgeHandle()

    def tell(check: Check) -> None:
        if on_check is not None:
            loop.call_soon_threadsafe(on_check, check)

    def work() -> None:
        try:
            with contextlib.closing(judge):
                target = _exercise(exercise, exercises)
                order = _order(file, target, seed=seed, fail_under=fail_under, visible_only=visible_only)
                report = _grade(order, partial(choose, sandbox, runtime, target.environment), judge, tell)
        except BaseException as exc:  # noqa: BLE001 - whoever awaits it gets it
            loop.call_soon_threadsafe(over.set_exception, exc)
        else:
            loop.call_soon_threadsafe(over.set_result, report)

    # Not one of a pool: bubblewrap ends a sandbox together with the thread that opened it.
    thread = threading.Thread(target=work, name="grade")
    over.add_done_callback(lambda _: thread.join())  # the first callback to run; the thread is just ending
    thread.start()
    try:
        return await asyncio.shield(over)
    except asyncio.CancelledError:
        judge.kill()
        while not over.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([over])
        over.exception()  # marks the exception as retrieved: the judge ended because we killed it
        raise


def list_exercises(exercises: Folder | None = None) -> list[Exercise]:
    """All exercises in the folder `exercises`, by default that of the command line, sorted by slug.

    Raises:
        UsageError: there is no such folder.
        ExerciseError: one of them is broken.
    """
    return catalogue(_folder(exercises))


def find_exercise(slug: str, exercises: Folder | None = None) -> Exercise:
    """The exercise with the slug `slug` in the folder `exercises`, by default that of the command line.

    Raises:
        UsageError: there is none; the message suggests the nearest.
        ExerciseError: it is broken.
    """
    return find(slug, _folder(exercises))


def render_report(
    report: Report,
    form: str = "json",
    audience: Audience | Literal["candidate", "assessor"] = Audience.CANDIDATE,
) -> str:
    """The report as text, in a format of `grade submit --format` other than `text`.

    What an audience may not see is left out.

    Raises:
        UsageError: there is no such format.
    """
    if form not in FORMATS:
        raise UsageError(
            f"There is no format {form!r}.", code="unknown-format", remedy=f"There are: {', '.join(FORMATS)}."
        )
    return renderer(form)(report, Audience(audience))


def _folder(exercises: Folder | None) -> Path:
    return root(None if exercises is None else os.fspath(exercises))


def _exercise(exercise: str | Exercise, exercises: Folder | None) -> Exercise:
    return find_exercise(exercise, exercises) if isinstance(exercise, str) else exercise


def _order(
    file: File, exercise: Exercise, *, seed: int | None, fail_under: float, visible_only: bool
) -> Order:
    if seed is not None and not 0 <= seed <= seeds.MOST:
        raise UsageError(f"The seed {seed} is not between 0 and {seeds.MOST}.", code="seed")
    if not 0 <= fail_under <= 100:  # excludes NaN too
        raise UsageError(
            f"fail_under is {fail_under}, and not a percentage.", code="fail-under",
            remedy="Say one from 0 to 100.",
        )  # fmt: skip
    submission = fitted(_submission(file), exercise)
    return Order(submission, exercise, seed=seed, visible_only=visible_only, fail_under=fail_under)


def _submission(file: File) -> Submission:
    return made("solution.py", file) if isinstance(file, bytes) else read(os.fspath(file))


def _grade(
    order: Order, sandbox: Callable[[], SandboxProvider], judge: JudgeHandle, on_check: OnCheck | None
) -> Report:
    return grade_order(order, sandbox, judge, Watcher(on_check=on_check or (lambda check: None)))
