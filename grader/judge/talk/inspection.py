"""What `inspect`, `enum`, `random` and the like are asked of the candidate's objects, asked where these are.

These functions look past all special methods, so that a proxy cannot answer them itself.
"""

from __future__ import annotations

import enum
import functools
import importlib
import inspect
import json
import random
from collections.abc import Callable
from typing import Any

from ...wire.messages import Verb
from . import operators
from .classes import ProxyEnum
from .proxies import is_proxy, talk, value_class

_OF_OBJECTS = ("getsource", "getsourcelines", "getcomments", "isabstract", "getattr_static")
_SEED = "__import__('random').seed(value)"
_RELOAD = "it.__loader__.exec_module(it)"
_ENUMS = frozenset(vars(enum)[name] for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"))


# The one that is told of `random.seed` in this process.
_told: list[Callable[[Any], None]] = []


def install(reseeded: Callable[[Any], None]) -> None:
    """Puts functions that know of proxies in the places of these; `reseeded` is told of `random.seed`."""
    if _told:
        _told[0] = reseeded
        return
    _told.append(reseeded)
    for name in _OF_OBJECTS:
        setattr(inspect, name, _asking(name, getattr(inspect, name)))
    # The interpreter asks the class; where there is no such method it looks at what derives from what.
    enum.EnumMeta.__instancecheck__ = _is_instance  # type: ignore[method-assign]
    enum.EnumMeta.__subclasscheck__ = _is_subclass  # type: ignore[method-assign]
    importlib.reload = _reloading(importlib.reload)
    json.JSONEncoder.default = _plain(json.JSONEncoder.default)  # type: ignore[method-assign]
    original = random.seed

    @functools.wraps(original)
    def seed(a: Any = None, version: int = 2) -> None:
        original(a, version)
        _told[0](a)

    random.seed = seed


def reseed(conversation: Any) -> Callable[[Any], None]:
    """A function that starts the random numbers of the test that runs at a seed inside as well."""

    def reseeded(value: Any) -> None:
        if conversation.live and conversation.trouble is None and type(value) in (int, float, str, bytes):
            conversation.ask_to_keep(Verb.MAKE, _SEED, value=value)

    return reseeded


def _asking(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    expression = f"__import__('inspect').{name}(*arguments)"

    @functools.wraps(original)
    def function(*arguments: Any, **keywords: Any) -> Any:
        if keywords or not arguments or not is_proxy(arguments[0]):
            return original(*arguments, **keywords)
        conversation: Any = talk(arguments[0])
        return conversation.ask(Verb.VALUE, conversation.ask(Verb.MAKE, expression, arguments=arguments))

    return function


def _reloading(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def reload(module: Any) -> Any:
        conversation: Any = vars(module).get("_grade_conversation")
        if conversation is None:
            return original(module)
        inside = conversation.module_called(vars(module)["_grade_module"])
        conversation.ask(Verb.MAKE, _RELOAD, it=inside)
        return module

    return reload


def _plain(original: Callable[..., Any]) -> Callable[..., Any]:
    """What is a list or a dict besides is written as such, where the quick encoder knows none but its own."""

    @functools.wraps(original)
    def default(encoder: Any, thing: Any) -> Any:
        if is_proxy(thing) and value_class(type(thing)) is not None:
            return operators.value(thing)
        return original(encoder, thing)

    return default


def _is_instance(kind: Any, value: Any) -> bool:
    return type.__instancecheck__(kind, value) or _is_of_enum(kind, type(value))


def _is_subclass(kind: Any, below: Any) -> bool:
    return type.__subclasscheck__(kind, below) or _is_of_enum(kind, below)


def _is_of_enum(kind: Any, below: Any) -> bool:
    """Whether a class that stands for an enum inside derives there from that class of the module `enum`."""
    if kind not in _ENUMS or type(below) is not ProxyEnum:
        return False
    return any(base.__name__ == kind.__name__ for base in below.__mro__)
