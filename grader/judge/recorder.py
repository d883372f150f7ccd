"""The fixture `recorder`: functions for the candidate's code to call, which remember each call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Call = tuple[tuple[Any, ...], dict[str, Any]]


class Spy:
    """A function that remembers how it was called: `calls` has positional and keyword arguments of each."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.__name__ = getattr(function, "__name__", "function")
        self.calls: list[Call] = []

    @property
    def count(self) -> int:
        """How often it was called."""
        return len(self.calls)

    def __call__(self, /, *arguments: Any, **keywords: Any) -> Any:
        """Notes the call, and does what the function does."""
        self.calls.append((arguments, keywords))
        return self._function(*arguments, **keywords)


class Recorder:
    """Makes such functions; `order` has the spies as they were called, one entry a call."""

    def __init__(self) -> None:
        self.order: list[Spy] = []

    def __call__(self, function: Callable[..., Any] = lambda *arguments, **keywords: None) -> Spy:
        """A spy that does what `function` does; without one it gives None."""

        def noted(*arguments: Any, **keywords: Any) -> Any:
            self.order.append(spy)
            return function(*arguments, **keywords)

        noted.__name__ = getattr(function, "__name__", "function")
        spy = Spy(noted)
        return spy
