"""`grade submit --server`: hands in, shows the receipt, waits, and prints the report as a local run does."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

import click
from click.core import ParameterSource

from ..errors import ExitCode, UsageError
from ..report import Audience
from ..text import as_text
from .formats import FormatTarget, prepare, write
from .outcome import Interrupted, say


@dataclass(frozen=True, slots=True)
class Errand:
    """A submission to hand in, and the form in which its report is wanted."""

    file: str
    exercise: str | None
    audience: Audience
    fail_under: float
    targets: tuple[FormatTarget, ...]


def hand_in(server: str, errand: Errand) -> int:
    """Hands in and waits for the report; returns the exit code that local grading would have.

    Raises:
        GraderError: it was not taken or not graded, or the service cannot be reached.
    """
    from ..client.remote import failure, remote_of

    remote = remote_of(server, tell_silence)
    handed = None
    try:
        remote.check(errand.audience)
        handed = remote.hand_in(errand.file, errand.exercise)
        attempt = f"attempt {handed.attempt}" + (f" of {handed.attempts}" if handed.attempts else "")
        say(
            f"Handed in for {handed.exercise} at {handed.received_at}, {attempt}; receipt {handed.id}, "
            f"sha256 {handed.sha256}."
        )
        prepare(errand.targets)
        report = remote.report(handed, errand.audience, _tell)
    except (KeyboardInterrupt, Interrupted):
        if handed is None:
            raise
        raise Interrupted(
            f"Interrupted; submission {handed.id} stays handed in and is graded. See how it stands at "
            f"{server.rstrip('/')}/submissions/{handed.id}, once you have signed in there."
        ) from None
    finally:
        remote.close()
    if report.submission is not None:  # by the name that it has here
        report = replace(report, submission=replace(report.submission, file=as_text(errand.file)))
    if report.score is not None:
        report = replace(report, score=replace(report.score, fail_under=errand.fail_under))
    error = failure(report)
    # On a terminal the sentence that follows says it all.
    targets = tuple(one for one in errand.targets if error is None or one != FormatTarget("text", None))
    write(report, errand.audience, targets, os.environ)
    if error is not None:
        raise error
    return ExitCode.PASSED if report.score and report.score.passed else ExitCode.BELOW


def refuse(*names: str) -> None:
    """Refuses options that only the service can decide; settings, which are for home as well, may stay.

    Raises:
        UsageError: one is given.
    """
    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise UsageError(
                f"--{name} is for grading at home; with --server the service decides.",
                code="not-with-server",
                remedy="Leave one of them out.",
            )  # fmt: skip


def tell_silence(why: str) -> None:
    """Says why it takes longer, which may be two minutes where the address is wrong."""
    say(f"The service does not answer ({why}); it is asked again for two minutes.")


def _tell(state: str, place: int) -> None:
    say("It is being graded." if state == "running" else f"It is number {place} in the queue.")
