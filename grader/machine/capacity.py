"""Measures this machine's capacity: processors, free memory, and load."""

from __future__ import annotations

import contextlib
import os
import platform
from dataclasses import dataclass
from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")


def machine(told: str = "") -> str:
    """The processor architecture, of this machine or as `told`, by the name that wheels use."""
    told = told or platform.machine()
    return {"arm64": "aarch64", "amd64": "x86_64"}.get(told.lower(), told)


def processors() -> int:
    """The number of processors that this process may use, by affinity and control group quota."""
    count = len(affinity()) or os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError):
        quota, period = (_CGROUP / "cpu.max").read_text().split()
        return max(1, min(count, round(int(quota) / int(period))))  # "max" is no number
    return count


def affinity() -> set[int]:
    """The processors that this thread may run on; empty if the system does not say."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


def available_bytes() -> int:
    """The memory available without swapping, on this machine and in our control group."""
    free = _free_of_the_machine()
    for limit, used in (("memory.max", "memory.current"), ("memory.limit_in_bytes", "memory.usage_in_bytes")):
        for folder in (_CGROUP, _CGROUP / "memory"):
            with contextlib.suppress(OSError, ValueError):
                unused = int((folder / limit).read_text()) - int((folder / used).read_text())
                free = min(free, max(0, unused))
    return free


def _free_of_the_machine() -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        words = Path("/proc/meminfo").read_text().split()
        return int(words[words.index("MemAvailable:") + 1]) << 10
    with contextlib.suppress(OSError, ValueError):
        # Elsewhere nobody says what is free; the other half is for the rest of the machine.
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return 1 << 30


@dataclass(slots=True)
class Processors:
    """Measures how busy the processors have been between two calls."""

    _busy: int = 0
    _all: int = 0

    def busy(self) -> float:
        """The busy share, from 0 to 1, of all processors since the last call; 1 if unknown, as at first."""
        try:
            ticks = list(map(int, Path("/proc/stat").read_text().partition("\n")[0].split()[1:9]))
        except FileNotFoundError:
            return 1.0
        everything, idle = sum(ticks), ticks[3] + ticks[4]
        before = self._all, self._busy
        self._all, self._busy = everything, everything - idle
        passed = self._all - before[0]
        return (self._busy - before[1]) / passed if passed and before[0] else 1.0
