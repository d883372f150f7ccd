"""Answers `isinstance` and `issubclass` for classes inside that decide these themselves, as with `abc`.

They are asked about the candidate's objects, which could as well be instances by birth, and about the
suite's; never about a plain value. Only the suite is answered so, and not the abstract classes of the
standard library, which ask all that were registered with them.
"""

from __future__ import annotations

import sys
from typing import Any, Protocol

from ...wire.messages import Verb
from .suite_objects import is_of_suite

_ANSWERS = "type(kind).__instancecheck__ is not type.__instancecheck__"
_IS_INSTANCE, _IS_SUBCLASS = "isinstance(it, kind)", "issubclass(it, kind)"
# Modules by which a suite asks, and not only in its own.
_ASSERTING = ("unittest.case", "_pytest.raises")


class Questions(Protocol):
    """The part of the conversation that kinship needs."""

    @property
    def live(self) -> bool:
        """Whether a test is running, so that requests can be sent."""

    @property
    def unpacking(self) -> bool:
        """Whether a message is being decoded, so that no request can be sent."""

    def ask(self, verb: int, target: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Sends a request and returns the answer: a plain value or a proxy."""


def says_instance(asks: Questions, kind: Any, it: Any, *, is_inside: bool) -> bool:
    """Whether the class inside that `kind` represents says that `it` is an instance of it.

    `is_inside` tells whether `it` is a proxy.
    """
    if any(base.__name__ == "Protocol" for base in kind.__mro__):
        return _has_all(kind, it)
    return _is_suites(3) and (is_inside or is_of_suite(it)) and _says(asks, _IS_INSTANCE, kind, it)


def says_subclass(asks: Questions, kind: Any, below: Any) -> bool:
    """Whether the class inside that `kind` represents says that the proxy `below` is a subclass of it."""
    return _is_suites(3) and _says(asks, _IS_SUBCLASS, kind, below)


def _has_all(protocol: Any, it: Any) -> bool:
    """Whether `it` has all members of a runtime-checkable protocol in the sandbox, as `typing` asks."""
    names = [
        name
        for base in protocol.__mro__
        if base is not object and base.__name__ not in ("Protocol", "Generic")
        for name in base.__dict__
        if not ((name.startswith("__") and name.endswith("__")) or name.startswith(("_abc_", "_is_")))
    ]
    return bool(names) and all(hasattr(it, name) for name in names)


def _is_suites(level: int) -> bool:
    names = sys._getframe(level).f_globals
    return "_grade_suite" in names or names.get("__name__") in _ASSERTING


def _says(asks: Questions, question: str, kind: Any, it: Any) -> bool:
    if not asks.live or asks.unpacking:
        return False
    own = type.__dict__["__dict__"].__get__(kind)
    if "_grade_answers" not in own:
        type.__setattr__(kind, "_grade_answers", _asked(asks, _ANSWERS, kind=kind))
    return own["_grade_answers"] is True and _asked(asks, question, kind=kind, it=it)


def _asked(asks: Questions, question: str, **names: Any) -> bool:
    return asks.ask(Verb.VALUE, asks.ask(Verb.MAKE, question, **names)) is True
