"""Our errors: what can go wrong that is not the candidate's fault in a test; one class an exit code.

Each message is one sentence or two for a person: what is wrong and what to do about it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Owner(enum.StrEnum):
    """Whose fault a problem is."""

    CANDIDATE = "candidate"
    AUTHOR = "author"
    INFRASTRUCTURE = "infrastructure"


class ExitCode(enum.IntEnum):
    """What `grade` tells the shell when it exits."""

    PASSED = 0
    BELOW = 1
    USAGE = 2
    INFRASTRUCTURE = 3
    EXERCISE = 4
    REJECTED = 5
    INTERRUPTED = 130
    NO_READER = 141  # as a shell tells of a program that SIGPIPE ended


class GraderError(Exception):
    """The base class of our errors. `code` is for programs and stays stable, `remedy` says what to do."""

    exit_code = ExitCode.INFRASTRUCTURE
    owner = Owner.INFRASTRUCTURE

    def __init__(self, message: str, *, code: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UsageError(GraderError):
    """The command was called in a way that cannot work."""

    exit_code = ExitCode.USAGE
    owner = Owner.CANDIDATE


class RejectedSubmission(GraderError):
    """The submission was turned away unread, so there is no score."""

    exit_code = ExitCode.REJECTED
    owner = Owner.CANDIDATE


class ExerciseError(GraderError):
    """The exercise is broken: its author must mend it."""

    exit_code = ExitCode.EXERCISE
    owner = Owner.AUTHOR


class InfrastructureError(GraderError):
    """The machine or the grader failed: there is never a score."""


class JudgeLost(InfrastructureError):
    """The judge ended without a word, or says nothing more.

    `from_outside` tells that nothing it works on can have done that, such as a signal that somebody sent.
    """

    def __init__(self, message: str, *, code: str, remedy: str, from_outside: bool) -> None:
        super().__init__(message, code=code, remedy=remedy)
        self.from_outside = from_outside


def not_closed(gaps: Iterable[str]) -> InfrastructureError:
    """The error for a sandbox that lacks a protection of the host; nothing was loaded in it."""
    return InfrastructureError(
        f"The sandbox is not closed: {', and '.join(gaps)}.",
        code="sandbox-not-closed",
        remedy="`grade doctor --prove` tries each protection; a Docker runtime with a kernel of its own must "
        "be named with --runtime.",
    )
