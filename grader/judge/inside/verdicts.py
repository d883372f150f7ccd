"""Decides a test's verdict from its outcome, and who is responsible."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ...report import NOT_TRIED, Verdict
from ..fixtures.credit import Credit
from ..talk.trouble import Trouble
from .traces import is_about_theirs


class SuiteTookTooLong(BaseException):
    """Raised when the suite itself is still working long after the test's time limit."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a test does not run; `remark` has reasons outside the candidate's code, for every reader."""

    verdict: Verdict
    message: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything about a finished test that decides its verdict."""

    passed: bool
    skipped: str | None  # why, where the suite skipped it
    failure: BaseException | None
    explanation: str
    trouble: Trouble | None
    refused: str  # what of the suite's cannot be sent, and where
    loaded: bool
    requests: int  # and connections to the suite's server
    after_others: bool = False  # whether answers of earlier tests may be in memory still


def judged(outcome: Outcome) -> tuple[Verdict | None, str]:
    """The verdict on `outcome` and its message; no verdict (None) if the suite itself is at fault."""
    if outcome.trouble is not None:
        return outcome.trouble.verdict, outcome.trouble.message
    if outcome.refused:
        return None, outcome.refused
    if isinstance(outcome.failure, SuiteTookTooLong):
        return Verdict.TIMEOUT, "checking the answer took too long"
    if isinstance(outcome.failure, MemoryError) and (outcome.after_others or _concerns_them(outcome)):
        return Verdict.MEMORY, "it used more memory than the limit"
    if outcome.skipped is not None:
        return Verdict.NOT_RUN, ": ".join(filter(None, ("the suite skipped it", outcome.skipped)))
    if outcome.failure is None:
        return (Verdict.PASSED, "") if outcome.passed else (Verdict.FAILED, "it was not shown to pass")
    if isinstance(outcome.failure, (AssertionError, pytest.fail.Exception)) or _concerns_them(outcome):
        return Verdict.FAILED, outcome.explanation
    return None, outcome.explanation


def _concerns_them(outcome: Outcome) -> bool:
    """Whether something of the candidate's can have caused the failure: it was asked, or is named there."""
    return outcome.requests > 0 or is_about_theirs(outcome.failure)


def credited(verdict: Verdict, credit: Credit) -> tuple[Verdict, float]:
    """The verdict of a test to which its suite awarded something, and the share of points earned.

    An award stays, however the test ended; only without one it is all or nothing.
    """
    share = credit.share
    if share is None or verdict in NOT_TRIED:
        return verdict, 0.0
    if verdict in (Verdict.PASSED, Verdict.FAILED) and 0 < share < 1:
        return Verdict.PARTIAL, share
    if verdict is Verdict.PASSED and not share:
        return Verdict.FAILED, 0.0
    return verdict, share
