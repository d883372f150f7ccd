"""Our exceptions: everything that can go wrong except in a candidate's test; one class for each exit code.

Each message is one sentence or two for a person: what is wrong and what to do about it.
"""

from __future__ import annotations

import enum
import os
from collections.abc import Iterable


class Owner(enum.StrEnum):
    """Who is responsible for a problem."""

    CANDIDATE = "candidate"
    AUTHOR = "author"
    INFRASTRUCTURE = "infrastructure"


class ExitCode(enum.IntEnum):
    """The exit codes of `grade`."""

    PASSED = 0
    BELOW = 1
    USAGE = 2
    INFRASTRUCTURE = 3
    EXERCISE = 4
    REJECTED = 5
    INTERRUPTED = 130
    NO_READER = 141  # as a shell tells of a program that SIGPIPE ended


def refusal(exc: OSError) -> str:
    """The sentence for a system call that failed: what it was about, and the system's reason."""
    about = f" {os.fsdecode(exc.filename)!r}" if isinstance(exc.filename, str | bytes) else ""
    return f"The machine refused{about} ({exc.strerror or exc})."


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
    """The error for a command or call that cannot work as given."""

    exit_code = ExitCode.USAGE
    owner = Owner.CANDIDATE


class RejectedSubmission(GraderError):
    """The error for a submission that was turned away unread, so that there is no score."""

    exit_code = ExitCode.REJECTED
    owner = Owner.CANDIDATE


class ExerciseError(GraderError):
    """The error for a broken exercise, which its author must repair."""

    exit_code = ExitCode.EXERCISE
    owner = Owner.AUTHOR


class InfrastructureError(GraderError):
    """The error for a failure of the machine or the grader; there is never a score."""


class JudgeLost(InfrastructureError):
    """The error for a judge that died or stopped responding.

    `from_outside` means that nothing the judge works on can have caused it: it was a signal that somebody
    sent.
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
