"""Turns: which of the suite's threads asks just now, since one conversation has one request at a time.

Theory of operation. A thread that asks has the turn until its answer is there, and others wait. While it runs
a function of the suite that the candidate's code calls back, the turn is free: what others ask then is nested
in its request, and it goes on only when they have their answers.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Lock
from time import monotonic  # a suite may put something else in its place in the module


class Turns:
    """The turns of one test."""

    def __init__(self, failure: Callable[[Turns], BaseException]) -> None:
        """`failure` gives what is raised where others asked until the deadline."""
        self._failure = failure
        self._turn = Lock()
        self._depth = 0  # of requests within call-backs
        self._answered = Condition()
        self._paused = 0  # threads that wait for the answers to what is nested in their requests
        self._over = False  # whether one of them gave up

    def take(self, deadline: float) -> None:
        """Waits for the turn to ask."""
        if self._over or not self._turn.acquire(timeout=max(0.0, deadline - monotonic())):
            raise self._failure(self)
        self._depth += 1

    def close(self, deadline: float) -> None:
        """Waits until nobody asks, and gives no turn any more."""
        self._over = self._over or not self._turn.acquire(timeout=max(0.0, deadline - monotonic()))

    def give(self) -> bool:
        """Ends a request; gives whether it was nested in none."""
        if self._over:
            return False
        self._depth -= 1
        depth = self._depth
        self._turn.release()
        if self._paused:
            with self._answered:
                self._answered.notify_all()
        return not depth

    def pause(self) -> int:
        """Frees the turn while a function of the suite runs; gives what `resume` needs."""
        depth = self._depth
        self._turn.release()
        return depth

    def resume(self, depth: int, deadline: float) -> None:
        """Takes the turn again, when all that was asked meanwhile is answered."""
        with self._answered:
            self._paused += 1
        try:
            while True:
                if not self._turn.acquire(timeout=max(0.0, deadline - monotonic())):
                    self._over = True
                    raise self._failure(self)
                if self._depth == depth:
                    return
                with self._answered:
                    self._turn.release()
                    self._answered.wait(max(0.0, deadline - monotonic()))
        finally:
            with self._answered:
                self._paused -= 1
