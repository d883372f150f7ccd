"""The exceptions that end a test, or all tests, other than by an answer."""

from __future__ import annotations

from collections.abc import Sequence

from ...report import Verdict
from ...wire.frames import WireError
from ...wire.messages import Ended, TestEnd, unpack

VERDICTS = {
    TestEnd.EXITED: (Verdict.CRASHED, "the process ended itself"),
    TestEnd.SIGNALLED: (Verdict.CRASHED, "the process crashed"),
    TestEnd.PROCESSES: (Verdict.CRASHED, "it started too many processes or threads"),
    TestEnd.CPU: (Verdict.TIMEOUT, "it used more CPU time than the limit"),
    TestEnd.WALL: (Verdict.TIMEOUT, "it took longer than the limit"),
    TestEnd.MEMORY: (Verdict.MEMORY, "it used more memory than the limit"),
    TestEnd.OUTPUT: (Verdict.OUTPUT, "it printed more than the limit"),
    TestEnd.FILES: (Verdict.OUTPUT, "it left more files, or larger ones, than are kept"),
}
NOTHING_RAN = Ended(TestEnd.STOPPED, None, 0.0, 0.0, 0, 0)
_ALL_TIME = 1e6
FILLED = Verdict.MEMORY, "what it gave takes more memory than checking it may use"


class Trouble(BaseException):
    """Raised when the candidate's code, or its sandbox, ended this test; carries the verdict."""

    def __init__(self, verdict: Verdict, message: str) -> None:
        super().__init__(message)
        self.verdict = verdict
        self.message = message


class SandboxLost(Exception):
    """Raised when the stream is closed or cannot be trusted any more: no further test can run."""


class Misused(RuntimeError):
    """Raised when the suite asks for something impossible; the text reveals no secret."""


def ended(payload: bytes) -> Ended:
    """What the supervisor says of a test's end: a claim, but its times must at least be some.

    Raises:
        WireError: it is not that.
    """
    message = unpack(payload)
    if type(message) is not Ended or not all(
        0 <= seconds < _ALL_TIME
        for seconds in (message.cpu_seconds, message.wall_seconds, message.loop_seconds)
    ):
        raise WireError("not an Ended")
    return message


def total(ends: Sequence[Ended]) -> Ended:
    """The totals of the processes of one test; how the last one ended counts for the test."""
    if len(ends) == 1:
        return ends[0]
    return ends[-1]._replace(
        cpu_seconds=sum(ended.cpu_seconds for ended in ends),
        wall_seconds=sum(ended.wall_seconds for ended in ends),
        peak_bytes=max(ended.peak_bytes for ended in ends),
        printed_bytes=sum(ended.printed_bytes for ended in ends),
    )
