"""The running test as the supervisor sees it: its limits, and what it has used so far."""

from __future__ import annotations

import marshal
import time

from grader.wire.frames import PROCESS, message_bytes
from grader.wire.messages import Ended, Setup, Start, TestEnd

from . import fixed_loop, modules, usage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .home import Home
    from .poller import Poller
    from .processes import TestProcess
    from .programs import ProgramRun

TICK_SECONDS = 0.01
# What of the beginning and of the end of a test's output the judge is sent; the rest is counted and dropped.
_OUTPUT_KEPT_BYTES = 12 << 10
_OUTPUT_END_BYTES = 4 << 10
# In place of a pipe's number: what follows is the end of what was printed.
END_OF_OUTPUT = b"\0"
# Of so many processes the judge can be told; honest tests have dozens.
_MOST_SEEN = 10_000


class RunningTest:
    """A running test: its process, its limits, and its measurements."""

    def __init__(self, number: int, start: Start, process: TestProcess) -> None:
        self.number = number
        self.limits = start
        self.began = time.monotonic()
        self.next_look = self.began + TICK_SECONDS
        self.oom_before = usage.oom_kills()
        self.seen: dict[int, tuple[float, bool]] = {process.pid: (0.0, True)}
        self.peak_bytes = 0
        self.printed_bytes = 0
        self.printed_last = b""
        self.pid = process.pid
        self.channel = process.channel
        self.channel_fd = process.channel.fileno()
        self.channel_ended = False
        self.is_counted = False  # whether the judge has asked for its processes
        self.another_answers = False  # whether another process than its own has sent anything
        self.waits = process.waits
        self.leave_by = float("inf")  # a time, once the channel has ended
        self.pipes = {process.out: 1, process.err: 2}
        self.input = process.input
        self.run: ProgramRun | None = None  # where it is one of the file as a program
        # The first message is ours; what the judge says follows.
        self.to_child = bytearray(message_bytes(marshal.dumps(tuple(start))))

    def count(self, data: bytes) -> bytes:
        """Counts the test's output; returns the part to send to the judge."""
        most = self.limits.output_bytes if self.run else _OUTPUT_KEPT_BYTES
        kept = data[: max(0, most - self.printed_bytes)]
        self.printed_bytes += len(data)
        if len(kept) < len(data) and not self.run:
            self.printed_last = (self.printed_last + data[len(kept) :])[-_OUTPUT_END_BYTES:]
        return kept

    def note(self, now: usage.Usage) -> int:
        """Records what each process uses now; returns the memory that counts as the test's own."""
        for pid, (cpu_seconds, _) in self.seen.items():
            if pid not in now.processes:
                self.seen[pid] = cpu_seconds, False
        for pid, seen in now.processes.items():
            if pid in self.seen or len(self.seen) < _MOST_SEEN:
                self.seen[pid] = seen
        memory_bytes = max(0, now.memory_bytes - modules.imported_bytes())
        self.peak_bytes = max(self.peak_bytes, memory_bytes)
        return memory_bytes

    def beyond(self, cpu_seconds: float, memory_bytes: int, threads: int) -> str | None:
        """The reason to end the test if it exceeds one of its limits; None otherwise."""
        limits = self.limits
        if self.is_counted and self.another_answers:  # the one that only waits would be told as its own
            return TestEnd.EXITED
        if cpu_seconds > limits.cpu_seconds:
            return TestEnd.CPU
        if memory_bytes > limits.memory_bytes:
            return TestEnd.MEMORY
        if self.printed_bytes > limits.output_bytes:
            return TestEnd.OUTPUT
        if threads > limits.processes:
            return TestEnd.PROCESSES
        if time.monotonic() - self.began > limits.wall_seconds:
            return TestEnd.WALL
        return None

    def processes(self) -> bytes:
        """The list of all processes that the test has had, encoded for the judge, beginning with its own."""
        return b"".join(PROCESS.pack(pid, *seen) for pid, seen in self.seen.items())

    def become_program(self, setup: Setup, home: Home | None, poller: Poller) -> None:
        """Turns the test into a run of the file in `setup` as a program, beside the files in `home`."""
        from .programs import ProgramRun  # not above: few exercises need it

        self.run = ProgramRun(setup, poller, self.input, home.contents if home else None)
        self.run.watch(self.pid, self.look_now)

    def ended(self, reason: str, code: int | None, cpu_seconds: float, wall_seconds: float) -> Ended:
        """The message about the test's end; after a time-out, it also measures the machine's speed."""
        loop_seconds = fixed_loop.loop_seconds() if reason in (TestEnd.CPU, TestEnd.WALL) else 0.0
        return Ended(
            reason, code, cpu_seconds, wall_seconds, self.peak_bytes, self.printed_bytes, loop_seconds
        )

    def look_now(self, mask: int) -> None:
        """Makes the supervisor check immediately whether the process has ended."""
        self.next_look = 0.0
