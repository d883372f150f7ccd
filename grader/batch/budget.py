"""Decides how many submissions are graded at once, by processors, memory and load."""

from __future__ import annotations

from ..limits import JUDGE_BYTES
from ..machine.capacity import available_bytes, processors

# A submission mostly waits for what it fetches, or computes: with more than this many a processor those that
# compute would come near the limits of elapsed time, which are there for what hangs.
_MOST_A_PROCESSOR = 4
# The share of the memory for everything else on the machine; it is also where a judge grows that a file is
# after, so it is no less than one judge may have. If several do at once, the kernel ends the largest.
_SPARE_SHARE = 0.25
# The main process and the judges' server, then each judge with what it does not share.
_OURS_BYTES = 150 << 20
_JUDGE_BYTES = 48 << 20
# Below this share of busy processors one more is worth it; above the other those that are there disturb each
# other.
_IDLE_BELOW, _FULL_ABOVE = 0.85, 0.97


def most(
    sandbox_bytes: int, jobs: int | None, *, judge_bytes: int = JUDGE_BYTES, memory_bytes: int | None = None
) -> int:
    """The largest number of submissions to grade at once, if each sandbox may use `sandbox_bytes`.

    `jobs` is what a person allowed; `memory_bytes` is what is free, looked up if it is not given.
    """
    free = available_bytes() if memory_bytes is None else memory_bytes
    spare = max(free * _SPARE_SHARE, judge_bytes)
    fitting = int((free - spare - _OURS_BYTES) // (sandbox_bytes + _JUDGE_BYTES))
    return max(1, min(fitting, jobs or _MOST_A_PROCESSOR * processors()))


def next_width(width: int, busy: float, budget: int) -> int:
    """The next width, given how busy the processors were (0 to 1)."""
    if busy < _IDLE_BELOW:
        return min(width + 1, budget)
    if busy > _FULL_ABOVE and width > processors():
        return width - 1
    return width
