"""Redirects functions of `inspect`, `typing`, `enum` and the like to the sandbox for candidates' objects.

These functions bypass all special methods, so that a proxy cannot answer them itself; or they evaluate
strings that they find, which must never happen in the judge: annotations are evaluated in the sandbox, and
doctests are refused.
"""

from __future__ import annotations

import enum
import functools
import importlib
import importlib.util
import inspect
import json
import random
import sys
import typing
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import pytest

from ...wire.messages import Verb
from . import operators
from .classes import ProxyEnum
from .databases import Databases
from .proxies import is_class, is_proxy, talk, value_class

_OF_OBJECTS = {
    inspect: (
        "getsource", "getsourcelines", "getcomments", "isabstract", "getattr_static", "get_annotations",
    ),
    typing: ("get_type_hints",),
}  # fmt: skip
_SEED = "__import__('random').seed(value)"
_RELOAD = "it.__loader__.exec_module(it)"
_MEMBERS = "[each for each in __import__('inspect').getmembers(it) if each[0] != '__builtins__']"
_ENUMS = frozenset(vars(enum)[name] for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"))


# The one that is told of `random.seed` in this process.
_told: list[Callable[[Any], None]] = []


def install(reseeded: Callable[[Any], None]) -> None:
    """Replaces library functions by versions that know proxies; `reseeded` is told of `random.seed`."""
    if _told:
        _told[0] = reseeded
        return
    _told.append(reseeded)
    for module, names in _OF_OBJECTS.items():
        for name in names:
            setattr(module, name, _asking(f"{module.__name__}').{name}", getattr(module, name)))
    inspect.getmembers = _listing(inspect.getmembers)
    inspect.getclosurevars = _enclosing(inspect.getclosurevars)
    sys.meta_path[:0] = _Doctest(), Databases()
    near: Any = type(pytest.approx(0.0))
    near.__eq__ = _near_to_something(near.__eq__)
    # The interpreter looks for these methods on the class, and else compares base classes.
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
    """Returns a function that seeds the random numbers of the running test in the sandbox too."""

    def reseeded(value: Any) -> None:
        if conversation.live and conversation.trouble is None and type(value) in (int, float, str, bytes):
            conversation.ask_to_keep(Verb.MAKE, _SEED, value=value)

    return reseeded


class _Doctest:
    """An import finder for `doctest` that makes it refuse to run the candidate's examples in the judge."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of the module called `name`, if it is `doctest`."""
        if name != "doctest":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        assert spec is not None and spec.loader is not None
        load = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            load(module)
            finder: Any = vars(module)["DocTestFinder"]
            finder.find = _refusing(finder.find)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def _near_to_something(original: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Wraps the comparison of `pytest.approx`: an empty array must not be close to any number."""

    @functools.wraps(original)
    def __eq__(self: Any, actual: Any) -> bool:
        if not is_proxy(actual) and hasattr(actual, "__array__") and not getattr(actual, "size", 1):
            return False
        return original(self, actual)

    return __eq__


def _refusing(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def find(self: Any, obj: Any, *arguments: Any, **keywords: Any) -> Any:
        conversation: Any = talk(obj) if is_proxy(obj) else vars(obj).get("_grade_conversation")
        if conversation is not None:
            raise conversation.refuse(
                "doctest would run the candidate's text here, outside the sandbox: run it inside, by the "
                "fixture `sandbox`"
            )
        return original(self, obj, *arguments, **keywords)

    return find


def _asking(place: str, original: Callable[..., Any]) -> Callable[..., Any]:
    expression = f"__import__('{place}(*arguments, **keywords)"

    @functools.wraps(original)
    def function(*arguments: Any, **keywords: Any) -> Any:
        subject = next(iter((*arguments, *keywords.values())), None)
        conversation, inside = _inside(subject)
        if conversation is None:
            return original(*arguments, **keywords)
        if inside is not subject:
            arguments, keywords = (inside, *arguments[1:]), ({} if not arguments else keywords)
        made = conversation.ask(Verb.MAKE, expression, arguments=arguments, keywords=keywords)
        return conversation.ask(Verb.VALUE, made)

    return function


def _inside(subject: Any) -> tuple[Any, Any]:
    """The conversation that `subject` belongs to, None if to none, and what stands for it there."""
    if is_proxy(subject):
        return talk(subject), subject
    conversation: Any = None
    if isinstance(subject, ModuleType):  # `solution` itself, or another of the sandbox's
        conversation = vars(subject).get("_grade_conversation")
    if conversation is None:
        return None, subject
    return conversation, conversation.module_called(vars(subject)["_grade_module"])


def _listing(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wraps `inspect.getmembers`: what there is inside is found there, and the predicate decides here."""

    @functools.wraps(original)
    def getmembers(object: Any, predicate: Any = None) -> Any:  # noqa: A002 - so Python calls it
        conversation, inside = _inside(object)
        if conversation is None or not conversation.live:
            return original(object, predicate)
        found = conversation.ask(Verb.VALUE, conversation.ask(Verb.MAKE, _MEMBERS, it=inside))
        members = [pair for pair in found if type(pair) is tuple and len(pair) == 2]
        return [pair for pair in members if predicate is None or predicate(pair[1])]

    return getmembers


def _enclosing(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wraps `inspect.getclosurevars`, whose answer is a named tuple of its own."""
    ask = _asking("inspect').getclosurevars", original)

    @functools.wraps(original)
    def getclosurevars(func: Any) -> Any:
        found = ask(func)
        return inspect.ClosureVars(*found) if type(found) is tuple and len(found) == 4 else found

    return getclosurevars


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
    """Wraps a JSON encoder's `default`: a proxy that is also a list or dict is encoded as that."""

    @functools.wraps(original)
    def default(encoder: Any, thing: Any) -> Any:
        if is_proxy(thing) and not is_class(thing) and value_class(type(thing)) is not None:
            return operators.value(thing)
        return original(encoder, thing)

    return default


def _is_instance(kind: Any, value: Any) -> bool:
    return type.__instancecheck__(kind, value) or _is_of_enum(kind, type(value))


def _is_subclass(kind: Any, below: Any) -> bool:
    return type.__subclasscheck__(kind, below) or _is_of_enum(kind, below)


def _is_of_enum(kind: Any, below: Any) -> bool:
    """Whether a class that represents an enum derives in the sandbox from the `enum` class `kind`."""
    if kind not in _ENUMS or type(below) is not ProxyEnum:
        return False
    return any(base.__name__ == kind.__name__ for base in below.__mro__)
