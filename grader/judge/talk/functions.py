"""The suite's functions and iterators that the candidate's code may call in a test, by number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...wire.frames import WireError


class Functions:
    """The functions that the candidate's code may call in one test, and how many calls are left."""

    def __init__(self, calls: int) -> None:
        self._calls_left = calls
        self._functions: list[Callable[..., Any]] = []
        self._numbers: dict[int, int] = {}
        self._kept: list[object] = []

    def number_of(self, function: Callable[..., Any]) -> int:
        """The number by which the sandbox calls `function`, the same each time."""
        return self._number_of(function, function)

    def number_of_iterator(self, iterator: Iterator[Any]) -> int:
        """The number of a function that gives the next item in a tuple, or an empty tuple at the end."""

        def pull() -> tuple[Any, ...]:
            for item in iterator:
                return (item,)
            return ()

        return self._number_of(iterator, pull)

    def called(self, number: int) -> Callable[..., Any]:
        """The function with the number `number`; counts the call.

        Raises:
            WireError: there is none, or there were too many calls.
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
