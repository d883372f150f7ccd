"""A virtual clock that stands still while code runs, and jumps ahead when all threads wait.

Theory of operation. One thread at a time runs, and holds the turn; the others wait at their gates, each with
a question ("is the lock free?") and perhaps a deadline. A thread that sleeps, waits for a lock or ends gives
the turn away: to the next thread in the round whose question is answered by yes, or whose deadline has
passed. If there is none, time jumps to the first deadline. So nothing depends on the machine's load, every
run is the same, and a thread that could work is never taken for one that waits. Reading the clock takes a
little virtual time, so that loops which only read it come to an end, and offers the turn to the others.

`virtual_waits` replaces the functions that read clocks or wait by functions that ask this clock. Everything
else takes no virtual time and keeps the turn: computing, the judge's functions, other processes. Between two
requests everything stands still. `SharedClock` does the same for time that the judge keeps.
"""

from __future__ import annotations

import _thread
import math
import time
from collections import deque
from itertools import count

from . import unseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Question = Callable[[], object]
    Block = Callable[[float], object]

# What reading the clock takes: a second of looking at it is 20 000 readings, and a hundred calls that read it
# twice are 10 ms.
_TICK_NANOSECONDS = 50_000
# Where nobody has a deadline, something outside must happen: look for it so often.
_REAL_NAP_SECONDS = 0.001
_SECOND = 1_000_000_000

_allocate = _thread.allocate_lock
_real_nap = time.sleep


def nanoseconds(seconds: float) -> int:
    """Converts seconds to nanoseconds, rounded up."""
    return math.ceil(max(seconds, 0) * _SECOND)


def _yes() -> bool:
    return True


def _no() -> bool:
    return False


class _Thread:
    """A thread and what it waits for; `answer` is the last result of its question."""

    __slots__ = ("answer", "deadline", "gate", "over", "question")

    def __init__(self) -> None:
        self.gate = _allocate()
        self.gate.acquire()
        self.question: Question = _yes
        self.deadline: int | None = None
        self.answer: object = None
        self.over: list[bool] = []  # holds something once it is at its end


unseen.conceal_instances(_Thread)
# What the candidate's code may ask for, beside the time.
_ASKED = (
    "wait", "offer", "read", "sleep", "prepare", "forget", "enter", "leave", "join", "only_one", "give_up",
    "connects",
)  # fmt: skip


class VirtualClock:
    """A clock in nanoseconds, and the threads that share it; only the thread with the turn may call."""

    _is_real = False  # whether time passes by itself, and all threads run

    def __init__(self) -> None:
        self._set(time.monotonic_ns())
        self._running = _Thread()
        self._round = deque([self._running])
        self._threads: list[_Thread] = []  # all that were ever started, by number
        self._asked = {name: getattr(self, name) for name in _ASKED}
        unseen.conceal(self._round, self._threads, *self._asked.values(), self._asked)

    @property
    def now(self) -> int:
        """The time in nanoseconds, on the scale of `time.monotonic_ns`."""
        return self._virtual_now()

    def _virtual_now(self) -> int:
        # The next reading is one tick later; only `repr` shows it without advancing the count.
        return int(repr(self._count)[len("count(") :].partition(",")[0]) - _TICK_NANOSECONDS

    def _set(self, now: int) -> None:
        # A `count` object is read in C, so reading it in a loop can neither set nor block the clock.
        self._count = count(now + _TICK_NANOSECONDS, _TICK_NANOSECONDS)

    def asked(self, call: tuple[Any, ...]) -> tuple[Any, ...]:
        """Calls a method by name; returns whether it failed, its result, and a function that reads the clock.

        While there is a single thread, reading the clock cannot give the turn away, so it needs no request.
        """
        try:
            name, *arguments = call
            found = self.now if name == "now" else self._asked[name](*arguments)
            return False, found, self._count.__next__ if len(self._round) == 1 else None
        except BaseException as exc:  # noqa: BLE001 - it is raised where the candidate's code asked
            return True, exc, None

    def wait(self, question: Question, seconds: float | None = None, block: Block | None = None) -> bool:
        """Waits at most `seconds` until `question` returns something true; returns whether it did.

        `block` takes real time: it waits for the same thing by itself, at most for the given number of
        seconds.
        """
        me = self._running
        me.question = question
        me.deadline = None if seconds is None else self.now + nanoseconds(seconds)
        chosen = self._next()
        if chosen is not me:
            self._running = chosen
            chosen.gate.release()
            me.gate.acquire()
        return bool(me.answer)

    def offer(self) -> None:
        """Lets every other runnable thread run first."""
        if len(self._round) > 1:
            self.wait(_yes)

    def read(self) -> int:
        """The time, after adding the time that reading takes."""
        now = next(self._count)
        if len(self._round) > 1:
            self.wait(_yes)
            now = self.now
        return now

    def sleep(self, seconds: float) -> None:
        """Sleeps for `seconds` of virtual time, as `time.sleep` does of real time."""
        if not seconds >= 0:
            raise ValueError("sleep length must be non-negative")
        if len(self._round) == 1:  # the same result as below, without switching threads
            self._set(self.now + nanoseconds(seconds))
        else:
            self.wait(_no, seconds)
        next(self._count)  # also where it is zero: others may wait for later

    def prepare(self) -> int:
        """Registers a new thread, which takes turns once it has entered; returns its number."""
        thread = _Thread()
        self._threads.append(thread)
        self._round.append(thread)
        return len(self._threads) - 1

    def forget(self, number: int) -> None:
        """Unregisters a thread that could not be started."""
        self._round.remove(self._threads[number])

    def enter(self, number: int) -> None:
        """Waits for the first turn of a new thread."""
        self._threads[number].gate.acquire()

    def leave(self, number: int) -> None:
        """Gives the turn away for good, at the end of a thread."""
        thread = self._threads[number]
        thread.over.append(True)
        self._round.remove(thread)
        self._running = self._next()
        self._running.gate.release()

    def join(self, number: int, seconds: float | None) -> bool:
        """Waits until that thread has ended; returns whether it has."""
        return self.wait(self._threads[number].over.__len__, seconds)

    def give_up(self) -> None:
        """Does nothing here; a clock that the judge keeps switches to real time."""

    def connects(self, fd: int) -> None:
        """Does nothing here; a clock that the judge keeps records the descriptor of a connection."""

    def only_one(self) -> None:
        """Forgets the other threads, which do not exist in a forked process."""
        self._round.clear()
        self._round.append(self._running)

    def _next(self) -> _Thread:
        threads = self._round
        while True:
            for _ in range(len(threads)):
                thread = threads[0]
                threads.rotate(-1)
                thread.answer = thread.question()
                if thread.answer or (thread.deadline is not None and thread.deadline <= self.now):
                    return thread
            soonest = None
            for thread in threads:
                if thread.deadline is not None and (soonest is None or thread.deadline < soonest):
                    soonest = thread.deadline
            self._let_pass(soonest)
            if self._is_real:
                return self._running

    def _let_pass(self, soonest: int | None) -> None:
        """Advances time to `soonest`; if that is None, sleeps briefly for something outside to happen."""
        if soonest is not None:
            self._set(soonest)
        else:
            _real_nap(_REAL_NAP_SECONDS)
