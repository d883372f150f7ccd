"""The fixture `clock`: time in the sandbox that stands still while code runs, and jumps when all wait."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

from ..wire.messages import Verb
from .candidate import Candidate

# The worker's own clock, in an expression that is evaluated inside.
INSIDE = "clock"


class Clock:
    """What a suite may ask of it. What the sandbox says of the time is a claim, as all that it says."""

    def __init__(self, candidate: Candidate) -> None:
        self._candidate = candidate

    @functools.cached_property
    def _inside(self) -> Any:
        return self._candidate.ask_to_keep(Verb.MAKE, INSIDE)

    @property
    def now(self) -> float:
        """Virtual seconds since the test began."""
        seconds = self._candidate.ask(Verb.GET, self._inside, "now")
        assert type(seconds) is float, "the sandbox's clock gives no time"
        return seconds

    def advance(self, seconds: float) -> None:
        """Lets so much time pass, in which the candidate's threads go on."""
        self._make("advance(seconds)", seconds=seconds)

    def stamped(self, function: Callable[..., Any], *, takes_seconds: float = 0) -> Any:
        """A function inside that calls the suite's `function` with the time before its own arguments.

        After that it takes so many seconds, in which other threads go on.
        """
        return self._make("stamped(function, seconds)", function=function, seconds=takes_seconds)

    def together(self, function: Any, calls: Iterable[tuple[Any, ...]]) -> list[Any]:
        """Calls `function` with each of `calls`, all at once, each in its own thread; gives what they return.

        The threads take turns in the middle of what they do, so that code which is not thread-safe fails.

        Raises:
            Exception: one of the calls raised it.
        """
        results = self._make("together(function, calls)", function=function, calls=list(calls))
        found = self._candidate.ask(Verb.VALUE, results)
        assert type(found) is list, "the sandbox gives no results"
        return found

    def _make(self, expression: str, **names: Any) -> Any:
        return self._candidate.ask_to_keep(Verb.MAKE, f"{INSIDE}.{expression}", **names)
