"""The suite's functions and iterators that the candidate's code may call in a test, by number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...wire.frames import WireError


class Functions:
    """The table of one test, and how often what is in it may still be called."""

    def __init__(self, calls: int) -> None:
        self._calls_left = calls
        self._functions: list[Callable[..., Any]] = []
        self._numbers: dict[int, int] = {}
        self._kept: list[object] = []

    def number_of(self, function: Callable[..., Any]) -> int:
        """The number that the sandbox calls it by, the same each time."""
        return self._number_of(function, function)

    def number_of_iterator(self, iterator: Iterator[Any]) -> int:
        """The same for what gives the next item in a tuple, or an empty one where there is none."""

        def pull() -> tuple[Any, ...]:
            for item in iterator:
                return (item,)
            return ()

        return self._number_of(iterator, pull)

    def called(self, number: int) -> Callable[..., Any]:
        """What has that number.

        Raises:
            WireError: nothing has, or there were too many calls.
        """
        self._calls_left -= 1
        if not 0 <= number < len(self._functions) or self._calls_left < 0:
            raise WireError("a call-back that cannot be")
        return self._functions[number]

    def _number_of(self, value: object, function: Callable[..., Any]) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._functions)
            self._functions.append(function)
            self._kept.append(value)  # so that its id stays taken
        return number
