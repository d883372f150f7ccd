"""Decides who is responsible when a grading does not finish; the only module that does.

A fault of the candidate is a verdict, and costs points. A fault of the author or the machine is an error,
which never does. Whatever happens to the sandbox or the judge after it handled the candidate's code counts as
the candidate's fault, unless it came from outside: otherwise nobody who ends them without a score could fail.
"""

from __future__ import annotations

import re

from ..errors import ExerciseError, GraderError, InfrastructureError, JudgeLost
from ..judge.events import JudgeFailed, SuiteBroken
from ..report import Check, ExerciseInfo, Problem, Report, Test, Verdict
from ..sandboxes.base import Ending, SandboxEnd
from ..text import last_line
from .order import Order

_BROKEN = "the process that checks the answers broke on one of this code's"
_STUCK = "the process that checks the answers did not come to an end with one of this code's"
_AFTER = "not run: an answer to an earlier test had ended the process that checks them"


def broken_suite(event: SuiteBroken) -> ExerciseError:
    """The error for a suite that cannot be collected or fails by itself; its author is responsible."""
    error = ExerciseError(
        # No more than the kind of error, or what is wrong with a marker: a candidate may read this.
        f"The suite is broken at {event.where or 'its start'} ({event.sentence or _error_name(event.text)}).",
        code="broken-suite",
        remedy="Its author must mend it; --debug shows more.",
    )
    error.add_note(event.text)  # a part of the traceback, which --debug shows
    return error


def failed_judge(event: JudgeFailed) -> InfrastructureError:
    """The error for a judge that failed before it saw anything of the candidate's; we are responsible."""
    error = InfrastructureError(
        f"The judge failed: {last_line(event.text)}",
        code="judge-failed",
        remedy="This is a fault of the grader; --debug shows more.",
    )
    error.add_note(event.text)
    return error


def broken_by(test: Test, event: JudgeFailed) -> Check:
    """The check for a test in which the judge failed after it saw the candidate's code: CRASHED."""
    return Check(test, Verdict.CRASHED, _error_name(event.text), remark=_BROKEN)


def lost_by(test: Test, lost: JudgeLost) -> Check:
    """The check for the test during which the judge died or hung; the candidate is responsible."""
    if lost.code == "judge-stuck":
        return Check(test, Verdict.TIMEOUT, remark=_STUCK)
    return Check(test, Verdict.CRASHED, remark=_BROKEN)


def after_the_end(test: Test) -> Check:
    """The check for a test that was not run because the candidate's code had ended the judge."""
    return Check(test, Verdict.NOT_RUN, remark=_AFTER)


def without_sandbox(test: Test) -> Check:
    """The check for a test that was not run because the candidate's code had ended the sandbox."""
    return Check(test, Verdict.CRASHED, "the sandbox had ended")


def lost_sandbox(ending: Ending, seen: str, *, was_ready: bool) -> InfrastructureError | None:
    """The error for a sandbox that failed to start or was killed; None if the candidate ended it.

    `seen` is what the judge saw of the end.
    """
    if not was_ready:
        return InfrastructureError(
            f"The worker does not start in the sandbox: {last_line(ending.detail or seen)}.",
            code="worker-dead",
            remedy="`grade doctor` says more.",
        )
    if ending.reason in (SandboxEnd.KILLED_FROM_OUTSIDE, SandboxEnd.LOST):
        return InfrastructureError(
            f"The sandbox was lost: {ending.detail}.",
            code="sandbox-lost",
            remedy="Nothing was graded; run it again.",
        )
    return None


def failed(problem: Problem, order: Order | None = None) -> Report:
    """Makes the report of a grading that failed with `problem`."""
    if order is None:
        return Report(None, None, sandbox=None, score=None, problem=problem)
    exercise, submission = order.exercise, order.submission
    return Report(
        ExerciseInfo(exercise.slug, exercise.title, exercise.version, exercise.digest()),
        submission.info(),
        sandbox=None,
        score=None,
        problem=problem,
    )


def failed_by(error: GraderError, order: Order | None = None) -> Report:
    """Makes the report of a grading that failed with `error`."""
    return failed(Problem(error.owner, error.code, error.message, error.remedy), order)


def _error_name(text: str) -> str:
    """The last exception name in the text of a traceback."""
    return next(reversed(re.findall(r"\b[A-Za-z_]*(?:Error|Exception)\b", text)), "error")
