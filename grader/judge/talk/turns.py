"""Lets the suite's threads take turns, since the first thread inside serves one request at a time.

Theory of operation. A thread that sends a request has the turn until the answer arrives, and others wait.
While it runs a callback into the suite, the turn is free: requests of other threads are then nested in its
request, and it continues only when they have their answers. What runs in the thread of one of `strands` needs
no turn, since another thread inside serves it.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Lock, get_ident
from time import monotonic  # a suite may put something else in its place in the module


class Turns:
    """The lock for requests of one test; callbacks may nest requests."""

    def __init__(self, failure: Callable[[Turns], BaseException]) -> None:
        """`failure` makes the exception to raise if the turn does not come before the deadline."""
        self._failure = failure
        self._turn = Lock()
        self._whose = 0  # the thread that has the turn, or 0
        self._depth = 0  # of requests within call-backs
        self._answered = Condition()
        self._paused = 0  # threads that wait for the answers to what is nested in their requests
        self._over = False  # whether one of them gave up

    def take(self, deadline: float) -> None:
        """Waits for the turn to send a request.

        Raises:
            RuntimeError: this thread has it, and is in the midst of a request; so it is the collector, or a
                handler of signals, that has it send another.
        """
        if self._whose == get_ident():
            raise RuntimeError("the candidate's code cannot be used now")
        if self._over or not self._turn.acquire(timeout=max(0.0, deadline - monotonic())):
            raise self._failure(self)
        self._whose = get_ident()
        self._depth += 1

    def take_within(self, seconds: float, deadline: float) -> bool:
        """Waits for the turn, at most so long; returns whether it has come."""
        if self._over or self._whose == get_ident() or monotonic() + seconds > deadline:
            self.take(deadline)
            return True
        if not self._turn.acquire(timeout=seconds):
            return False
        self._whose = get_ident()
        self._depth += 1
        return True

    def close(self, deadline: float) -> None:
        """Waits until no request is open, and allows no more."""
        self._over = self._over or not self._turn.acquire(timeout=max(0.0, deadline - monotonic()))

    def give(self) -> None:
        """Ends a request."""
        if self._over:
            return
        self._depth -= 1
        self._release()
        if self._paused:
            with self._answered:
                self._answered.notify_all()

    def pause(self) -> int:
        """Releases the turn while a function of the suite runs; returns the value for `resume`."""
        depth = self._depth
        self._release()
        return depth

    def resume(self, depth: int, deadline: float) -> None:
        """Takes the turn again once all nested requests have been answered."""
        with self._answered:
            self._paused += 1
        try:
            while True:
                if not self._turn.acquire(timeout=max(0.0, deadline - monotonic())):
                    self._over = True
                    raise self._failure(self)
                if self._depth == depth:
                    self._whose = get_ident()
                    return
                with self._answered:
                    self._turn.release()
                    self._answered.wait(max(0.0, deadline - monotonic()))
        finally:
            with self._answered:
                self._paused -= 1

    def _release(self) -> None:
        self._whose = 0
        self._turn.release()
