"""A clock that stands still while code runs, and jumps when everybody waits: thirty seconds pass at once.

Theory of operation. Of all threads one runs, and holds the turn; the others wait at their gates, each with
a question ("is the lock free?") and perhaps a deadline. Whoever sleeps, wants a lock or ends gives the turn
away: to the next thread in the round whose question is answered by yes, or whose deadline has passed. If
there is none, time jumps to the first deadline. So nothing depends on how busy the machine is, a run goes the
same way each time, and a thread that could work is never taken for one that waits. Reading the clock takes a
little time itself, so that loops that only look at it come to an end, and offers the turn to the others.

`virtual_waits` replaces what reads clocks and what waits. All else takes no virtual time and keeps the turn:
work, the judge's functions, sockets, other processes. Between two requests everything stands still.
"""

from __future__ import annotations

import _thread
import math
import os
import threading
import time
from collections import deque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Question = Callable[[], object]

# What reading the clock takes: a second of looking at it is 20 000 readings, and a hundred calls that read it
# twice are 10 ms.
_TICK_NANOSECONDS = 50_000
# Where nobody has a deadline, something outside must happen: look for it so often.
_REAL_NAP_SECONDS = 0.001
_SECOND = 1_000_000_000

_allocate = _thread.allocate_lock
_real_nap = time.sleep

_RECORD = "_virtual_thread"


def _yes() -> bool:
    return True


def _no() -> bool:
    return False


class _Thread:
    """One thread and what it waits for; `answer` is what its question last gave."""

    __slots__ = ("answer", "deadline", "gate", "over", "question")

    def __init__(self) -> None:
        self.gate = _allocate()
        self.gate.acquire()
        self.question: Question = _yes
        self.deadline: int | None = None
        self.answer: object = None
        self.over = False


class VirtualClock:
    """The time, in nanoseconds, and the threads that share it. Only the thread with the turn may call."""

    def __init__(self) -> None:
        self.now = time.monotonic_ns()
        self._running = _Thread()
        self._round = deque([self._running])
        os.register_at_fork(after_in_child=self._only_one)

    def wait(self, question: Question, seconds: float | None = None) -> bool:
        """Waits until `question` gives something true, or `seconds` have passed; says which it was."""
        me = self._running
        me.question = question
        me.deadline = None if seconds is None else self.now + math.ceil(max(seconds, 0) * _SECOND)
        chosen = self._next()
        if chosen is not me:
            self._running = chosen
            chosen.gate.release()
            me.gate.acquire()
        return bool(me.answer)

    def offer(self) -> None:
        """Lets every other thread that can run do so first."""
        if len(self._round) > 1:
            self.wait(_yes)

    def tick(self) -> None:
        """Adds the time that reading the clock takes."""
        self.now += _TICK_NANOSECONDS
        if len(self._round) > 1:
            self.wait(_yes)

    def sleep(self, seconds: float) -> None:
        """Sleeps for `seconds` of virtual time, as `time.sleep` does of real time."""
        if not seconds >= 0:
            raise ValueError("sleep length must be non-negative")
        self.wait(_no, seconds)
        self.now += _TICK_NANOSECONDS  # also where it is zero: others may wait for later

    def start(
        self, real: Callable[..., Any], function: Callable[..., Any], *rest: Any, **options: Any
    ) -> Any:
        """Starts a thread by `real`, a function of `_thread`, that runs `function` and shares this clock."""
        thread = _Thread()

        def run(*args: Any, **kwargs: Any) -> None:
            thread.gate.acquire()
            try:
                function(*args, **kwargs)
            finally:
                thread.over = True
                self._round.remove(thread)
                self._running = self._next()
                self._running.gate.release()

        owner = getattr(function, "__self__", None)
        if isinstance(owner, threading.Thread):
            vars(owner)[_RECORD] = thread
        self._round.append(thread)
        try:
            return real(run, *rest, **options)
        except BaseException:
            self._round.remove(thread)
            raise

    def join(self, owner: Any, seconds: float | None) -> bool:
        """Waits until a `threading.Thread` ends; says whether it did, or was not started on this clock."""
        thread = vars(owner).get(_RECORD)
        return thread is None or self.wait(lambda: thread.over, seconds)

    def _next(self) -> _Thread:
        threads = self._round
        while True:
            for _ in range(len(threads)):
                thread = threads[0]
                threads.rotate(-1)
                thread.answer = thread.question()
                if thread.answer or (thread.deadline is not None and thread.deadline <= self.now):
                    return thread
            deadlines = [thread.deadline for thread in threads if thread.deadline is not None]
            if deadlines:
                self.now = min(deadlines)
            else:
                _real_nap(_REAL_NAP_SECONDS)

    def _only_one(self) -> None:
        self._round.clear()
        self._round.append(self._running)
