"""Measures from /proc what the sandbox's processes use; process 1, which is ours, does not count."""

from __future__ import annotations

import os
import resource
import time

from grader.wire.tuples import Fields

_TICK = os.sysconf("SC_CLK_TCK")
# Where the kernel counts the processes it killed for memory: cgroup version 2, then version 1.
_OOM_FILES = [
    path
    for path in ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")
    if os.access(path, os.R_OK)
]


class Usage(Fields):
    """What all living processes use: CPU seconds (with children they waited for), bytes, threads.

    The bytes are the private and shared memory in use, and the page tables that map it.
    """

    cpu_seconds: float
    memory_bytes: int
    threads: int
    numbers: frozenset[str]
    processes: dict[int, tuple[float, bool]]  # each one's own CPU seconds, and whether it is running


def live(most_processes: int) -> Usage:
    """Measures what the living processes use.

    If there are more than `most_processes`, they are only counted: examining each takes longer than a fork
    bomb takes to double.
    """
    names = [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]
    if len(names) > most_processes:
        return Usage(0.0, 0, len(names), frozenset(names), {})
    cpu_seconds = 0.0
    kibibytes = threads = 0
    processes: dict[int, tuple[float, bool]] = {}
    for name in names:
        try:
            # The command may hold blanks and parentheses, so the fields count from the last one.
            stat = _read(f"/proc/{name}/stat").rpartition(b")")[2].split()
            # Its children's in whole ticks; its own exactly, for a tick of each of many is much.
            own_seconds = _own_cpu_seconds(int(name))
            processes[int(name)] = own_seconds, stat[0] not in b"ZX"
            cpu_seconds += own_seconds + (int(stat[13]) + int(stat[14])) / _TICK
            threads += int(stat[17])
            # Private memory, shared memory and the tables of pages, which are large where little of much is
            # used; but not files that are mapped, such as the interpreter.
            for line in _read(f"/proc/{name}/status").splitlines():
                if line.startswith((b"RssAnon:", b"RssShmem:", b"VmPTE:")):
                    kibibytes += int(line.split()[1])
        except (OSError, IndexError):  # it ended in between
            continue
    return Usage(cpu_seconds, kibibytes << 10, threads, frozenset(names), processes)


def private_bytes() -> int:
    """The private memory that this process uses."""
    for line in _read("/proc/self/status").splitlines():
        if line.startswith(b"RssAnon:"):
            return int(line.split()[1]) << 10
    return 0


def _own_cpu_seconds(pid: int) -> float:
    """The CPU seconds of all threads of `pid`, ended ones too, as `clock_getcpuclockid(3)` would give."""
    return time.clock_gettime(~pid << 3 | 2)


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read(4096)


def reaped_cpu_seconds() -> float:
    """The CPU seconds of all processes that this one has waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def own_processor() -> int:
    """The number of the processor that this process runs on now."""
    return int(_read("/proc/self/stat").rpartition(b")")[2].split()[36])


def stay_on(cpus: set[int], *others: int) -> None:
    """Pins this process, and the processes `others`, to `cpus`."""
    try:
        for pid in (0, *others):
            os.sched_setaffinity(pid, cpus)
    except OSError:  # it has ended, or the machine has other processors now
        pass


def newest_number() -> bytes:
    """The pid of the newest process or thread in the sandbox."""
    return _read("/proc/loadavg").split()[-1]


def oom_kills() -> int:
    """The number of the sandbox's processes that the kernel killed for memory; 0 if unknown."""
    for path in _OOM_FILES:
        try:
            with open(path, "rb", buffering=0) as file:
                words = file.read(4096).split()
            return int(words[words.index(b"oom_kill") + 1])
        except (OSError, ValueError, IndexError):
            continue
    return 0
