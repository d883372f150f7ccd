"""`isinstance` and `issubclass` as suites call them: they know the library's classes inside, too.

A class of the candidate's that derives from `threading.Thread` does not do so here, where its objects are
proxies. Whether it does is asked inside, of its class alone: an object's own `__class__` decides nothing.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from types import ModuleType, UnionType
from typing import Any

from ...wire.messages import Verb
from .of_libraries import name_inside
from .proxies import is_class, is_proxy, talk

_IS_INSTANCE, _IS_SUBCLASS = "issubclass(type(it), kind)", "issubclass(it, kind)"
# Where `unittest` has its assertions.
_ASSERTING = "unittest.case"


def install(modules: list[ModuleType]) -> None:
    """Gives modules of a suite, and the assertions of `unittest`, these two in place of the built-in ones."""
    if asserting := sys.modules.get(_ASSERTING):
        modules = [*modules, asserting]
    for module in modules:
        for function in (isinstance_, issubclass_):
            vars(module).setdefault(function.__name__.rstrip("_"), function)


def isinstance_(it: Any, kinds: Any, /) -> bool:
    """Whether `it` is an instance of one of `kinds`.

    Raises:
        TypeError: `kinds` is neither a class nor a tuple or union of classes.
    """
    return builtins.isinstance(it, kinds) or (is_proxy(it) and _says(_IS_INSTANCE, it, kinds))


def issubclass_(below: Any, kinds: Any, /) -> bool:
    """Whether the class `below` derives from one of `kinds`, or is one.

    Raises:
        TypeError: `below` is no class, or `kinds` is neither a class nor a tuple or union of classes.
    """
    return builtins.issubclass(below, kinds) or (is_class(below) and _says(_IS_SUBCLASS, below, kinds))


def _says(question: str, it: Any, kinds: Any) -> bool:
    asks = talk(it)
    if not asks.live or asks.unpacking:
        return False
    return any(
        asks.ask(Verb.VALUE, asks.ask(Verb.MAKE, question, it=it, kind=kind)) is True
        for kind in _single(kinds)
        if name_inside(kind)
    )


def _single(kinds: Any) -> Iterator[type]:
    if builtins.isinstance(kinds, tuple | UnionType):
        for some in kinds.__args__ if builtins.isinstance(kinds, UnionType) else kinds:
            yield from _single(some)
    elif builtins.isinstance(kinds, type) and not is_class(kinds):
        yield kinds
