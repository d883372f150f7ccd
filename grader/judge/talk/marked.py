"""Sets on the suite's functions the attributes that the candidate's decorators have given to their stand-ins.

A decorator that marks a function, as `function.tags = (...)` does, returns it: then the judge asks for what
it has inside. Only what the suite has not set itself is taken over, so that none of its counts is changed.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from ...wire.messages import Verb

_ATTRIBUTES = "{name: value for name, value in vars(function).items() if name[:1] != '_'}"
_MOST = 100


class Marked:
    """The functions of a suite that have been marked in one test, and the names of their marks."""

    def __init__(self, answered: Callable[..., Any]) -> None:
        """Asks by `answered`, which returns None where something is raised."""
        self._answered = answered
        self._marks: list[tuple[FunctionType, set[str]]] = []

    def look_at(self, value: Any) -> None:
        """Takes over the marks of `value` if it is a function of the suite."""
        if type(value) is not FunctionType or "_grade_suite" not in value.__globals__:
            return
        told = self._answered(Verb.VALUE, self._answered(Verb.MAKE, _ATTRIBUTES, function=value))
        if type(told) is not dict or len(told) > _MOST:
            return
        own, ours = vars(value), self._of(value)
        for name, mark in told.items():
            if type(name) is str and not name.startswith("_") and (name not in own or name in ours):
                own[name] = mark
                ours.add(name)

    def forget(self) -> None:
        """Removes the marks at the end of a test: in the next, all is marked anew."""
        for function, names in self._marks:
            for name in names:
                vars(function).pop(name, None)
        self._marks.clear()

    def _of(self, function: FunctionType) -> set[str]:
        for known, names in self._marks:
            if known is function:
                return names
        self._marks.append((function, set()))
        return self._marks[-1][1]
