"""Measures a test's CPU time so that nothing any of its processes computes can be missed.

If a control group sums the CPU time of everything in it, alive or not, that sum counts, less what this
process uses itself. Otherwise there are only the times of single processes. Of these nothing is lost as long
as somebody waits for each process that ends: its time is then added to the waiting one's, and in the end to
that of process 1. It is lost if a parent has set SIGCHLD so that nobody waits. The kernel notifies us when a
test sets an action for SIGCHLD, which honest files hardly ever do. From then on, whenever a process may have
ended unseen (it was there at the last look and is gone now, or new pids were assigned), all the time since
the last look is charged. It cannot have used more, since there is one processor for the whole test.
"""

from __future__ import annotations

import os
import time

from . import filters, usage
from .poller import READ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .poller import Poller

_GROUP = "/sys/fs/cgroup"
# Where a sandbox sees its own group: version 2, then version 1.
_COUNTERS = (f"{_GROUP}/cpu.stat", f"{_GROUP}/cpuacct/cpuacct.usage")
_QUOTAS = (
    (f"{_GROUP}/cpu.max",),
    (f"{_GROUP}/cpu/cpu.cfs_quota_us", f"{_GROUP}/cpu/cpu.cfs_period_us"),
)


class Counted:
    """CPU time as the kernel counts it for the control group, read from an open file."""

    def __init__(self, counter: int) -> None:
        self._counter = counter
        self._before = 0.0

    def prepare(self, poller: Poller) -> None:
        """Does nothing: this account waits for no event."""

    def begin(self) -> None:
        """Starts counting for a new test."""
        self._before = self._of_others()

    def look(self, most_processes: int) -> tuple[usage.Usage, float]:
        """Returns what the processes use now, and the test's CPU seconds so far."""
        return usage.live(most_processes), self.end()

    def end(self) -> float:
        """The test's CPU seconds, once all its processes are gone."""
        return max(0.0, self._of_others() - self._before)

    def _of_others(self) -> float:
        return counted_seconds(os.pread(self._counter, 4096, 0)) - time.process_time()


class Watched:
    """CPU time as observed of processes, plus a charge for processes that may have escaped observation."""

    def __init__(self) -> None:
        self._listener: int | None = None
        self._told = False  # something about SIGCHLD
        self._seconds = 0.0
        self._known = 0.0
        self._reaped = 0.0
        self._looked = 0.0
        self._newest = b""
        self._numbers: frozenset[str] = frozenset()

    def prepare(self, poller: Poller) -> None:
        """Makes the kernel report when a process sets a SIGCHLD action, which this one may no longer do."""
        self._listener = filters.listen()
        if self._listener is not None:
            poller.watch(self._listener, READ, self._hear)

    def begin(self) -> None:
        """Starts counting for a new test."""
        self._told = self._listener is None  # where the kernel cannot tell, anything may have been said
        self._seconds = self._known = 0.0
        self._reaped = usage.reaped_cpu_seconds()
        self._looked, self._newest, self._numbers = time.monotonic(), usage.newest_number(), frozenset()

    def look(self, most_processes: int) -> tuple[usage.Usage, float]:
        """Returns what the processes use now, and the test's CPU seconds so far."""
        looked, newest = time.monotonic(), usage.newest_number()  # first, so a later one is seen next time
        now = usage.live(most_processes)
        self._add(looked, newest, now)
        return now, self._seconds

    def end(self) -> float:
        """The test's CPU seconds, once all its processes are gone."""
        self._add(time.monotonic(), usage.newest_number(), usage.Usage(0.0, 0, 0, frozenset(), {}))
        return self._seconds

    def _hear(self, mask: int) -> None:
        assert self._listener is not None
        self._told = filters.let_go_on(self._listener) or self._told

    def _add(self, looked: float, newest: bytes, now: usage.Usage) -> None:
        known = now.cpu_seconds + usage.reaped_cpu_seconds() - self._reaped
        if self._told:
            used = max(0.0, known - self._known)
            if newest != self._newest or not self._numbers <= now.numbers:
                used = max(used, looked - self._looked)
            self._seconds += used
        # Otherwise all is known or will be; a child that is reaped during this look may appear in the next.
        self._seconds = max(self._seconds, known)
        self._known, self._looked, self._newest, self._numbers = known, looked, newest, now.numbers


def account(counter: int | None) -> Counted | Watched:
    """The most exact way to count that is available; `counter` is the control group's file, if any."""
    if counter is not None:
        return Counted(counter)
    # In version 2 the folder is our own group's only where ours is the first of a namespace.
    own = _text("/proc/self/cgroup").split()
    for path in _COUNTERS if "0::/" in own else _COUNTERS[1:]:
        try:
            return Counted(os.open(path, os.O_RDONLY))
        except OSError:
            continue
    return Watched()


def held_to_one_processor() -> bool:
    """Whether the control group visible here may use at most one processor's time."""
    return any(
        is_one_at_most(" ".join(map(_text, files))) for files in _QUOTAS if os.access(files[0], os.R_OK)
    )


def counted_seconds(text: bytes) -> float:
    """Parses the CPU seconds in `cpu.stat` (version 2) or `cpuacct.usage` (version 1)."""
    words = text.split()
    if b"usage_usec" in words:
        return int(words[words.index(b"usage_usec") + 1]) / 1_000_000
    return int(words[0]) / 1_000_000_000


def is_one_at_most(text: str) -> bool:
    """Whether a quota and its period allow at most one processor; "max" and -1 mean no quota."""
    words = text.split()
    return len(words) == 2 and all(map(str.isdigit, words)) and int(words[0]) <= int(words[1])


def _text(path: str) -> str:
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""
