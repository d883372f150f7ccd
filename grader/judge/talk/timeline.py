"""The time of one test as the judge counts it, and the actions scheduled in it.

Theory of operation. Real time passes by itself. Virtual time stands still, and jumps when the candidate's
process says that all of its threads wait until some moment: to that moment, or to the next action of the
suite's server, whichever comes first. So the judge alone decides what time it is. That a process waits is a
claim: a process that claims it without need has only waited, and one that never claims it stands still until
the wall limit. If a process waits in a way that is not recognized, time becomes real for the rest of the
test.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from time import monotonic_ns  # a suite may put something else in its place in the module

SECOND = 1_000_000_000


class Timeline:
    """A clock in nanoseconds since the test began, real or virtual, with scheduled actions."""

    def __init__(self, *, virtual: bool = False) -> None:
        self.is_virtual = virtual
        self._now = 0  # in virtual time
        self._began = monotonic_ns()  # where real time is nought
        self._timers: list[tuple[int, int, Callable[[], None]]] = []
        self._serial = itertools.count()

    @property
    def now(self) -> int:
        """The nanoseconds since the test began."""
        return self._now if self.is_virtual else monotonic_ns() - self._began

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Schedules `action` to be called after `seconds`."""
        due = self.now + max(0, round(seconds * SECOND))
        heapq.heappush(self._timers, (due, next(self._serial), action))

    def seconds_to_next(self) -> float | None:
        """The real seconds until the next action; None if waiting will not bring one."""
        if self.is_virtual or not self._timers:
            return None
        return max(0.0, (self._timers[0][0] - self.now) / SECOND)

    def run_due(self) -> None:
        """Calls the actions that are due by now."""
        self._run_until(self.now)

    def wait(self, at: int, until: int | None) -> bool:
        """Advances virtual time to `at`, where the process is, and then to the next action or `until`.

        Returns False if there is neither, so that the process would wait for ever.
        """
        had_something_to_do = self._run_until(at)
        self._now = max(self._now, at)
        if had_something_to_do:
            return True
        moments = [
            moment for moment in (until, self._timers[0][0] if self._timers else None) if moment is not None
        ]
        if not moments:
            return False
        moment = max(self._now, min(moments))
        self._run_until(moment)
        self._now = moment
        return True

    def become_real(self) -> None:
        """Switches from virtual to real time."""
        self._began = monotonic_ns() - self._now
        self.is_virtual = False

    def _run_until(self, moment: int) -> bool:
        """Calls all actions due until `moment`, each at its time; returns whether there were any."""
        called = False
        while self._timers and self._timers[0][0] <= moment:
            due, _, action = heapq.heappop(self._timers)
            self._now = max(self._now, due)
            called = True
            action()
        return called
