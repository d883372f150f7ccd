"""Decides how many submissions are graded at once, by processors, memory and load."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from ..limits import JUDGE_BYTES
from ..machine.capacity import Processors, available_bytes, processors

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
# How often to check whether the machine has room for more.
LOOK_SECONDS = 0.5


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


class Widening:
    """Adapts a width to how busy the processors have been, now and then."""

    def __init__(self) -> None:
        self._busy, self._next_look = Processors(), 0.0

    def next(self, width: int, budget: int, *, is_full: bool = True) -> int:
        """The width to go on with, at most `budget`; it stays where not all of it is used, or too early."""
        if time.monotonic() < self._next_look:
            return width
        self._next_look = time.monotonic() + LOOK_SECONDS
        busy = self._busy.busy()
        return next_width(width, busy, budget) if is_full else width


class Admission:
    """Admits so many threads at once that the processors are busy, and no fewer or more than it is told."""

    def __init__(self, least: int, most: int) -> None:
        self._least = least
        self._most = max(least, most)
        self._width = least
        self._inside = 0
        self._changed = Condition()
        self._widening = Widening()

    @contextmanager
    def place(self) -> Iterator[None]:
        """A context that begins once there is a place, and takes it."""
        with self._changed:
            while self._inside >= self._width:
                self._changed.wait(LOOK_SECONDS)
                # Somebody waits, so all places are taken.
                self._width = max(self._least, self._widening.next(self._width, self._most))
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify()
