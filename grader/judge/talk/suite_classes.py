"""Gives the candidate's code ordinary classes of the suite: inside there is a class for each, in their order.

An object of such a class is of the class inside, so that `isinstance` and a table by `type(event)` say there
what they say in one process. What the class makes is made here, by a call-back.
"""

from __future__ import annotations

from types import FunctionType, ModuleType
from typing import Any

from ...wire import specials
from .functions import facts_of
from .suite_objects import OFFERED, ROOTS, looks_up_by_text


def description(kind: type) -> tuple[Any, ...]:
    """The special methods, bases, parameters and fields by which the sandbox makes its class for `kind`."""
    bases = tuple(base for base in kind.__bases__ if base not in ROOTS)
    named = [name for base in kind.__mro__ if base not in ROOTS for name in vars(base)]
    begin: Any = vars(kind).get("__init__", getattr(kind, "__init__", None))
    facts = facts_of(begin) if type(begin) is FunctionType else None
    fields = getattr(kind, "__dataclass_fields__", None)
    names = None if fields is None else tuple(fields)
    return specials.mask(named) & OFFERED, bases, facts, names


class SuiteClass:
    """Performs operations on a class of the suite for the candidate's code."""

    def __init__(self, kind: type) -> None:
        self._kind = kind

    def __call__(self, operation: str, /, *arguments: Any, **keywords: Any) -> Any:
        """Makes an object, or gives what the class has under a public name."""
        if operation == "call":
            return self._kind(*arguments, **keywords)
        (name,) = arguments
        known = type(name) is str and any(name in vars(base) for base in self._kind.__mro__)
        if operation != "getattr" or not known or name.startswith("_"):
            raise AttributeError(f"type object {self._kind.__name__!r} has no attribute {name!r}")
        found = getattr(self._kind, name)
        if isinstance(found, ModuleType) or looks_up_by_text(found):
            raise AttributeError(name)
        return found
