"""Replaces functions that read clocks or wait by versions on a virtual clock: locks, threads, selectors.

The candidate's code finds these in place of the functions it knows, so none of them refers to the clock,
which is called by name. A function is replaced wherever a module refers to it under any name, so also where
`from time import sleep` was executed before. Queues, events, conditions and pools are built on locks in
Python; those written in C are replaced by their Python versions.
"""

from __future__ import annotations

import _thread
import datetime
import os
import queue
import random
import select
import selectors
import sys
import threading
import time

from .visible import make_room

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

    # Gives whether it failed, what came of it, and what counts readings of the clock, if they may be counted.
    Ask = Callable[[tuple[Any, ...]], tuple[Any, ...]]

_SECOND = 1_000_000_000
_ALL_TIME = -1  # what a lock takes for "without a time-out"
_CPU_CLOCKS = (time.CLOCK_PROCESS_CPUTIME_ID, time.CLOCK_THREAD_CPUTIME_ID)
_EPOCH_CLOCKS = (time.CLOCK_REALTIME, getattr(time, "CLOCK_TAI", -1))
_RECORD = "_virtual_thread"
# How the names of the candidate's files begin.
_THEIRS = ("solution.py", "solution.ipynb", "/tmp/submission/")
# How often threads that run together give way within the candidate's file, at about 10 us each: some twenty
# threads come through a critical section a few times over.
_CHANGES = 5_000
_threading: Any = threading
_queue: Any = queue


class Face:
    """The only part of a `VirtualClock` that the candidate's code can find; calls its methods by name."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        # Counts readings of the clock while there is one thread, without a question for each.
        self._count: Callable[[], int] | None = None

    def _get(self, *call: Any) -> Any:
        make_room()
        failed, found, *reading = self._ask(call)
        # A leaving thread may return here when the next one has already let time pass.
        self._count = reading[0] if reading and call[0] != "leave" else None
        if failed:
            raise found
        return found

    @property
    def now(self) -> int:
        """The time in nanoseconds, as `time.monotonic_ns` returns it."""
        now: int = self._get("now")
        return now

    def wait(
        self,
        question: Callable[[], object],
        seconds: float | None = None,
        block: Callable[[float], object] | None = None,
    ) -> bool:
        """Waits at most `seconds` until `question` returns something true; returns whether it did.

        In real time, `block` waits for the same thing by itself, at most for the given number of seconds.
        """
        return self._get("wait", question, seconds, block) is True

    def connects(self, fd: int) -> None:
        """Reports a descriptor that is to become a connection."""
        self._get("connects", fd)

    def give_up(self) -> None:
        """Switches to real time, if the judge keeps the clock."""
        self._get("give_up")

    def offer(self) -> None:
        """Lets every other runnable thread run first."""
        self._get("offer")

    def read(self) -> int:
        """The time in nanoseconds, after adding the time that one reading takes."""
        if self._count is not None:
            return self._count()
        now: int = self._get("read")
        return now

    def sleep(self, seconds: float, /) -> None:
        """Sleeps in virtual time, like `time.sleep`."""
        self._get("sleep", seconds)

    def start(
        self, real: Callable[..., Any], function: Callable[..., Any], *rest: Any, **options: Any
    ) -> Any:
        """Starts a thread that runs `function`, by `real`, a function of `_thread`."""
        number = self._get("prepare")

        def run(*args: Any, **kwargs: Any) -> None:
            self._get("enter", number)
            try:
                function(*args, **kwargs)
            finally:
                self._get("leave", number)

        owner = getattr(function, "__self__", None)
        if isinstance(owner, threading.Thread):
            vars(owner)[_RECORD] = number
        try:
            return real(run, *rest, **options)
        except BaseException:
            self._get("forget", number)
            raise

    def join(self, owner: Any, seconds: float | None) -> bool:
        """Waits until a `threading.Thread` has ended; returns whether it has, or was started elsewhere."""
        number = vars(owner).get(_RECORD)
        return number is None or self._get("join", number, seconds) is True

    def only_one(self) -> None:
        """Adapts to a forked process, in which there are no other threads."""
        self._get("only_one")


def install(clock: Face, more: Callable[[Face], dict[Any, Any]] | None = None) -> None:
    """Replaces clocks, locks, threads and selectors in this process, for good, and what `more` returns."""
    lock = _lock_class(clock)
    real_lock = type(_thread.allocate_lock())
    replaced = {
        time.sleep: clock.sleep,
        _thread.allocate_lock: lock,
        real_lock: lock,
        _thread.RLock: _threading._PyRLock,
        _queue.SimpleQueue: _queue._PySimpleQueue,
        select.select: _select(clock),
        datetime.datetime: _datetime_class(),
        **_clocks(clock),
        **_starters(clock),
        **(more(clock) if more else {}),
    }
    by_id = {id(real): new for real, new in replaced.items()}
    for module in list(sys.modules.values()):
        names = getattr(module, "__dict__", {})
        if type(names) is not dict or str(names.get("__name__")).startswith(("worker.", "grader.")):
            continue
        for name, value in list(names.items()):
            if id(value) in by_id:
                names[name] = by_id[id(value)]
            elif type(value) is real_lock and not value.locked():
                names[name] = lock()
    _replace_join(clock)
    for kind in {selectors.DefaultSelector, selectors.PollSelector, selectors.SelectSelector}:
        _replace_select(clock, kind)
    os.register_at_fork(after_in_child=clock.only_one)


def stamped(call: Callable[[tuple[Any, ...]], tuple[bool, Any]], clock: Face, seconds: float) -> Any:
    """Makes a function that passes its arguments and the time to `call`, and then takes `seconds`."""

    def stamped(*args: Any, **kwargs: Any) -> Any:
        make_room()
        failed, found = call((args, kwargs))
        if failed:
            raise found
        if seconds:
            clock.sleep(seconds)
        return found

    return stamped


def together(clock: Face, function: Callable[..., Any], calls: list[tuple[Any, ...]]) -> list[Any]:
    """Calls `function` once with each of `calls`, each in its own thread; returns all results.

    They begin at the same moment, and may switch between any two instructions of the candidate's file, so
    that races between them show.

    Raises:
        BaseException: the first exception that a call raised.
    """
    results: list[Any] = [None] * len(calls)
    failures: list[BaseException] = []
    tracer = _changes_threads(clock)
    begun = False

    def run(place: int, arguments: tuple[Any, ...]) -> None:
        clock.wait(lambda: begun)
        # Since Python 3.12 instructions are traced only if somebody had asked for it before `settrace`.
        sys._getframe().f_trace_opcodes = True
        sys.settrace(tracer)
        try:
            results[place] = function(*arguments)
        except BaseException as exc:  # noqa: BLE001 - the caller's, whatever it is
            failures.append(exc)
        finally:
            sys.settrace(None)

    threads = [threading.Thread(target=run, args=call) for call in enumerate(calls)]
    for thread in threads:
        thread.start()
    begun = True
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results


def _changes_threads(clock: Face) -> Callable[..., Any]:
    """A trace function that now and then switches threads between two instructions."""
    left = _CHANGES
    # Random, as threads in lockstep would all write before any reads again; but the same in each run.
    chance = random.Random(0)  # noqa: S311 - no secret

    def step(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal left
        if left and chance.random() < 0.5:
            left -= 1
            clock.offer()
        return step

    def enter(frame: FrameType, event: str, argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(_THEIRS):
            return None
        frame.f_trace = step  # before the next line: Python 3.13 looks at it there
        frame.f_trace_opcodes = True
        return step

    return enter


def _clocks(clock: Face) -> dict[Any, Any]:
    since_epoch = time.time_ns() - clock.now
    real_gettime_ns = time.clock_gettime_ns

    def monotonic_ns() -> int:
        return clock.read()

    def monotonic() -> float:
        return clock.read() / _SECOND

    def time_ns() -> int:
        return clock.read() + since_epoch

    def time_() -> float:
        return (clock.read() + since_epoch) / _SECOND

    def clock_gettime_ns(which: int) -> int:
        if which in _CPU_CLOCKS:
            return real_gettime_ns(which)
        return time_ns() if which in _EPOCH_CLOCKS else monotonic_ns()

    return {
        time.monotonic: monotonic,
        time.monotonic_ns: monotonic_ns,
        time.perf_counter: monotonic,
        time.perf_counter_ns: monotonic_ns,
        time.time: time_,
        time.time_ns: time_ns,
        time.clock_gettime: lambda which: clock_gettime_ns(which) / _SECOND,
        time.clock_gettime_ns: clock_gettime_ns,
    }


def _lock_class(clock: Face) -> type[Any]:
    allocate = _thread.allocate_lock

    class Lock:
        """A lock like `threading.Lock` that waits in virtual time."""

        __slots__ = ("__weakref__", "_real", "locked")

        def __init__(self) -> None:
            self._real = allocate()
            self.locked = self._real.locked

        def acquire(self, blocking: bool = True, timeout: float = _ALL_TIME) -> bool:
            real = self._real
            if real.acquire(False):
                return True
            if not blocking or (timeout < 0 and timeout != _ALL_TIME):
                clock.read()  # whoever tries again and again comes to an end
                return real.acquire(blocking, timeout)
            seconds = None if timeout == _ALL_TIME else timeout
            return clock.wait(lambda: real.acquire(False), seconds, lambda left: real.acquire(True, left))

        def release(self) -> None:
            self._real.release()
            clock.offer()

        def __enter__(self) -> bool:
            return self.acquire()

        def __exit__(self, *failure: object) -> None:
            self.release()

        def _at_fork_reinit(self) -> None:
            self.__init__()  # type: ignore[misc]

    return Lock


def _starters(clock: Face) -> dict[Any, Any]:
    def replaced(real: Callable[..., Any]) -> Callable[..., Any]:
        def start(function: Callable[..., Any], *rest: Any, **options: Any) -> Any:
            return clock.start(real, function, *rest, **options)

        return start

    names = ("start_new_thread", "start_new", "start_joinable_thread")  # the last one since Python 3.13
    starters = [getattr(_thread, name) for name in names if hasattr(_thread, name)]
    return {real: replaced(real) for real in starters}


def _replace_join(clock: Face) -> None:
    real = threading.Thread.join

    def join(self: threading.Thread, timeout: float | None = None) -> None:
        """Joins a thread in virtual time, like `threading.Thread.join`."""
        running = self.ident is not None and self is not threading.current_thread()
        if not running or clock.join(self, timeout):
            real(self)  # nothing to wait for but its last steps, or an error to be raised

    vars_of_thread: Any = threading.Thread
    vars_of_thread.join = join


def _select(clock: Face) -> Callable[..., Any]:
    real: Callable[..., Any] = select.select

    def wait(reads: Any, writes: Any, others: Any, timeout: float | None = None) -> Any:
        """Waits in virtual time, like `select.select`."""
        files = [list(reads), list(writes), list(others)]

        def look(seconds: float) -> Any:
            return _anything(lambda: any(real(*files, seconds)))

        clock.wait(lambda: look(0), timeout, look)
        return real(*files, 0)

    return wait


def _replace_select(clock: Face, kind: Any) -> None:
    real = kind.select

    def wait(self: Any, timeout: float | None = None) -> Any:
        """Waits in virtual time, like `selectors.BaseSelector.select`."""

        def look(seconds: float) -> Any:
            return _anything(lambda: real(self, seconds))

        clock.wait(lambda: look(0), timeout, look)
        return real(self, 0)

    kind.select = wait


def _anything(look: Callable[[], Any]) -> Any:
    """Whether `look` returns something true or raises; the asking thread then looks again itself."""
    try:
        return look()
    except Exception:  # noqa: BLE001 - whatever it is, it is raised where it belongs
        return True


def _datetime_class() -> type[Any]:
    class Now(datetime.datetime):
        """A `datetime.datetime` whose current time is that of the replaced `time.time`."""

        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return cls.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls) -> Any:
            return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls) -> Any:
            return cls.fromtimestamp(time.time())

    Now.__name__ = Now.__qualname__ = "datetime"
    return Now
