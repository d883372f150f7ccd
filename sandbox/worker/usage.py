"""What the processes in the sandbox use, read from /proc; process 1 is ourselves and does not count."""

from __future__ import annotations

import os
import resource

from grader.wire.records import Record

_TICK = os.sysconf("SC_CLK_TCK")
# Where the kernel counts the processes it killed for memory: cgroup version 2, then version 1.
_OOM_FILES = [
    path
    for path in ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")
    if os.access(path, os.R_OK)
]


class Usage(Record):
    """CPU seconds and resident private bytes of all live processes, and how many threads they have."""

    cpu_seconds: float
    memory_bytes: int
    threads: int


class Seen:
    """CPU time of each process as it was last seen.

    Whose end nobody waits for, since its parent ignores SIGCHLD, is in no parent's account.
    """

    def __init__(self) -> None:
        self._ticks = 0
        self._last: dict[tuple[str, bytes], int] = {}  # by number and start: numbers are given again

    @property
    def cpu_seconds(self) -> float:
        """Of all that were ever seen."""
        return self._ticks / _TICK

    def add(self, now: dict[tuple[str, bytes], int]) -> None:
        """What each has used until now."""
        self._ticks += sum(max(0, ticks - self._last.get(process, 0)) for process, ticks in now.items())
        self._last = now


def live(most_processes: int, seen: Seen) -> Usage:
    """What the processes that are alive now have used, with the children that they waited for.

    Above `most_processes` they are only counted: to look at each takes longer than a fork bomb to double.
    """
    ticks = kibibytes = threads = 0
    own: dict[tuple[str, bytes], int] = {}
    names = [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]
    if len(names) > most_processes:
        return Usage(0.0, 0, len(names))
    for name in names:
        try:
            # The command may hold blanks and parentheses, so the fields count from the last one.
            stat = _read(f"/proc/{name}/stat").rpartition(b")")[2].split()
            ticks += sum(map(int, stat[11:15]))
            own[name, stat[19]] = int(stat[11]) + int(stat[12])
            threads += int(stat[17])
            # Private memory and shared memory, but not files that are mapped, such as the interpreter.
            for line in _read(f"/proc/{name}/status").splitlines():
                if line.startswith((b"RssAnon:", b"RssShmem:")):
                    kibibytes += int(line.split()[1])
        except (OSError, IndexError):  # it ended in between
            continue
    seen.add(own)
    return Usage(ticks / _TICK, kibibytes << 10, threads)


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read(4096)


def reaped_cpu_seconds() -> float:
    """CPU seconds of all processes that this one has waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def oom_kills() -> int:
    """How many processes of this sandbox the kernel killed for memory; 0 where it cannot be seen."""
    for path in _OOM_FILES:
        try:
            with open(path, "rb", buffering=0) as file:
                words = file.read(4096).split()
            return int(words[words.index(b"oom_kill") + 1])
        except (OSError, ValueError, IndexError):
            continue
    return 0
