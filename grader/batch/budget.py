"""How many submissions are graded side by side: by processors, by memory, and by how busy the machine is."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

# A submission mostly waits for what it fetches, or computes: with more than this many a processor those that
# compute would come near the limits of elapsed time, which are there for what hangs.
_MOST_A_PROCESSOR = 4
# For everything else on the machine.
_MEMORY_SHARE = 0.75
# The main process and the judges' server, then each judge with what it does not share.
_OURS_BYTES = 150 << 20
_JUDGE_BYTES = 48 << 20
# Below this share of busy processors one more is worth it; above the other those that are there disturb each
# other.
_IDLE_BELOW, _FULL_ABOVE = 0.85, 0.97
_CGROUP = Path("/sys/fs/cgroup")


def most(sandbox_bytes: int, jobs: int | None, *, memory_bytes: int | None = None) -> int:
    """The budget: the most that may be graded at once where each may use so much memory.

    `jobs` is what a person allowed; `memory_bytes` is what is free, looked up if it is not given.
    """
    free = available_bytes() if memory_bytes is None else memory_bytes
    fitting = int((free * _MEMORY_SHARE - _OURS_BYTES) // (sandbox_bytes + _JUDGE_BYTES))
    return max(1, min(fitting, jobs or _MOST_A_PROCESSOR * processors()))


def next_width(width: int, busy: float, budget: int) -> int:
    """How many after `width`, with the processors that share of the time `busy` (0 to 1) and none waiting."""
    if busy < _IDLE_BELOW:
        return min(width + 1, budget)
    if busy > _FULL_ABOVE and width > processors():
        return width - 1
    return width


def processors() -> int:
    """Those that this process may use, by affinity and by the quota of its control group."""
    count = len(os.sched_getaffinity(0))
    with contextlib.suppress(OSError, ValueError):
        quota, period = (_CGROUP / "cpu.max").read_text().split()
        return max(1, min(count, round(int(quota) / int(period))))  # "max" is no number
    return count


def available_bytes() -> int:
    """Memory that can be had without swapping, here and in our control group."""
    free = _free_of_the_machine()
    for limit, used in (("memory.max", "memory.current"), ("memory.limit_in_bytes", "memory.usage_in_bytes")):
        for folder in (_CGROUP, _CGROUP / "memory"):
            with contextlib.suppress(OSError, ValueError):
                left = int((folder / limit).read_text()) - int((folder / used).read_text())
                free = min(free, max(0, left))
    return free


def _free_of_the_machine() -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        words = Path("/proc/meminfo").read_text().split()
        return int(words[words.index("MemAvailable:") + 1]) << 10
    return 1 << 30


@dataclass(slots=True)
class Processors:
    """How busy the processors have been since the last look."""

    _busy: int = 0
    _all: int = 0

    def busy(self) -> float:
        """A share from 0 to 1, of all processors of the machine."""
        ticks = list(map(int, Path("/proc/stat").read_text().partition("\n")[0].split()[1:9]))
        everything, idle = sum(ticks), ticks[3] + ticks[4]
        before = self._all, self._busy
        self._all, self._busy = everything, everything - idle
        passed = self._all - before[0]
        return (self._busy - before[1]) / passed if passed and before[0] else 1.0
