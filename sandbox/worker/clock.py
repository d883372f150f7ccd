"""The inside half of the suite's fixture `clock`: tells the time, lets it pass, starts threads at once."""

from __future__ import annotations

import random
import sys
import threading
from types import FrameType

from . import virtual_waits
from .exceptions import SOLUTION_FILE
from .virtual_time import VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_SECOND = 1_000_000_000
# How often threads that run together give way within the candidate's file, at about 10 us each: some twenty
# threads come through a critical section a few times over.
_CHANGES = 5_000


def started() -> Stopwatch:
    """Puts this process on a virtual clock, for good, and gives the stopwatch for it."""
    clock = VirtualClock()
    virtual_waits.install(clock)
    return Stopwatch(clock)


class Stopwatch:
    """Tells the seconds of a virtual clock since the test began, and lets code be timed by it."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._began = clock.now

    @property
    def now(self) -> float:
        """Seconds since the test began."""
        return (self._clock.now - self._began) / _SECOND

    def advance(self, seconds: float) -> None:
        """Sleeps for `seconds` of virtual time, in which all other threads go on."""
        self._clock.sleep(seconds)

    def stamped(self, function: Callable[..., Any], seconds: float) -> Callable[..., Any]:
        """A function that calls `function` with the time as first argument, then takes `seconds`."""

        def stamped(*args: Any, **kwargs: Any) -> Any:
            result = function(self.now, *args, **kwargs)
            if seconds:
                self._clock.sleep(seconds)
            return result

        return stamped

    def together(self, function: Callable[..., Any], calls: list[tuple[Any, ...]]) -> list[Any]:
        """Calls `function` once with each of `calls`, each in its own thread; gives what they return.

        They begin at the same moment, and may give way to each other between any two instructions of the
        candidate's file: what two of them can spoil for each other, they do.

        Raises:
            BaseException: the first of those that the calls raised.
        """
        clock = self._clock
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


def _changes_threads(clock: VirtualClock) -> Callable[..., Any]:
    """A trace function that lets other threads run between two instructions of the file."""
    left = _CHANGES
    # Not after each: threads in step would all write before any of them reads again. The same each time.
    chance = random.Random(0)  # noqa: S311 - no secret

    def step(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal left
        if left and chance.random() < 0.5:
            left -= 1
            clock.offer()
        return step

    def enter(frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename != SOLUTION_FILE:
            return None
        frame.f_trace = step  # before the next line: Python 3.13 looks at it there
        frame.f_trace_opcodes = True
        return step

    return enter
