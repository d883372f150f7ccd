"""Gives the candidate's code ordinary classes of the suite: inside there is a class for each, in their order.

An object of such a class is of the class inside, so that `isinstance` and a table by `type(event)` say there
what they say in one process. What the class makes is made here, by a call-back.
"""

from __future__ import annotations

from inspect import getattr_static
from types import FunctionType, ModuleType
from typing import Any

from ...wire import specials
from .functions import facts_of
from .suite_objects import OFFERED, ROOTS, looks_up_by_text


def description(kind: type) -> tuple[Any, ...]:
    """The special methods, bases, parameters and fields by which the sandbox makes its class for `kind`."""
    bases = tuple(base for base in kind.__bases__ if base not in ROOTS)
    named = [name for base in kind.__mro__ if base not in ROOTS for name in vars(base)]
    own = specials.mask(named) & OFFERED
    if kind.__hash__ is None:
        own |= specials.UNHASHABLE
    fields = getattr(kind, "__dataclass_fields__", None)
    return own, bases, _parameters(kind), None if fields is None else tuple(fields)


def _parameters(kind: type) -> tuple[Any, ...] | None:
    """What is known of the function that begins an object of `kind`, if it can be told."""
    begin, make = (getattr_static(kind, name) for name in ("__init__", "__new__"))
    if type(begin) is FunctionType:
        return facts_of(begin)
    has_none = begin is vars(object)["__init__"] and make is vars(object)["__new__"]
    return (None, {}, {}, (("self", 1, ()),), "") if has_none else None


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
