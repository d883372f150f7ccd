"""What ends a test, or all of them, that is no answer: the candidate's doing, or the end of the sandbox."""

from __future__ import annotations

from ...report import Verdict
from ...wire.messages import TestEnd

VERDICTS = {
    TestEnd.EXITED: (Verdict.CRASHED, "the process ended itself"),
    TestEnd.SIGNALLED: (Verdict.CRASHED, "the process crashed"),
    TestEnd.PROCESSES: (Verdict.CRASHED, "it started too many processes or threads"),
    TestEnd.CPU: (Verdict.TIMEOUT, "it used more CPU time than the limit"),
    TestEnd.WALL: (Verdict.TIMEOUT, "it took longer than the limit"),
    TestEnd.MEMORY: (Verdict.MEMORY, "it used more memory than the limit"),
    TestEnd.OUTPUT: (Verdict.OUTPUT, "it printed more than the limit"),
}
FILLED = Verdict.MEMORY, "what it gave takes more memory than checking it may use"


class Trouble(BaseException):
    """The candidate's code, or its sandbox, ended this test; carries the verdict."""

    def __init__(self, verdict: Verdict, message: str) -> None:
        super().__init__(message)
        self.verdict = verdict
        self.message = message


class SandboxLost(Exception):
    """The stream is gone, or no longer to be trusted: no further test can run."""
