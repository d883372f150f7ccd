"""What ends a test, or all of them, that is no answer: the candidate's doing, or the end of the sandbox."""

from __future__ import annotations

from collections.abc import Sequence

from ...report import Verdict
from ...wire.messages import Ended, TestEnd

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
FILLED = Verdict.MEMORY, "what it gave takes more memory than checking it may use"


class Trouble(BaseException):
    """The candidate's code, or its sandbox, ended this test; carries the verdict."""

    def __init__(self, verdict: Verdict, message: str) -> None:
        super().__init__(message)
        self.verdict = verdict
        self.message = message


class SandboxLost(Exception):
    """The stream is gone, or no longer to be trusted: no further test can run."""


class Misused(RuntimeError):
    """The suite asks for what cannot be; the text says so in a sentence without a secret."""


def total(ends: Sequence[Ended]) -> Ended:
    """What the processes of one test came to together; how the last one ended is how the test did."""
    if len(ends) == 1:
        return ends[0]
    return ends[-1]._replace(
        cpu_seconds=sum(ended.cpu_seconds for ended in ends),
        wall_seconds=sum(ended.wall_seconds for ended in ends),
        peak_bytes=max(ended.peak_bytes for ended in ends),
        printed_bytes=sum(ended.printed_bytes for ended in ends),
    )
