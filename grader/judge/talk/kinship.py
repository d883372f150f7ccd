"""`isinstance`, `issubclass` and `isfuture` as suites call them: they know what classes inside derive from.

A class of the candidate's that derives from `threading.Thread` does not do so here, where its objects are
proxies; and one may decide itself who belongs to it, as with `abc`. Both are asked inside: the former of an
object's class alone, since its own `__class__` is the candidate's word; the latter of the candidate's objects
and of the suite's, never of a plain value.
"""

from __future__ import annotations

import builtins
import functools
import sys
from collections.abc import Callable, Iterator
from types import ModuleType, UnionType
from typing import Any

from ...wire import specials
from ...wire.messages import Verb
from .asking import ASSERTING, is_suites
from .of_libraries import name_inside
from .proxies import is_class, is_proxy, talk
from .suite_objects import is_of_suite

_DECIDES = "type(kind).__instancecheck__ is not type.__instancecheck__"
_IS_INSTANCE, _IS_SUBCLASS, _DERIVES = (
    "isinstance(it, kind)", "issubclass(it, kind)", "issubclass(type(it), kind)"
)  # fmt: skip
_IS_FUTURE = "__import__('asyncio').isfuture(it)"


def install(modules: list[ModuleType]) -> None:
    """Gives modules of a suite, and the assertions of `unittest`, these two in place of the built-in ones."""
    if asserting := sys.modules.get(ASSERTING):
        modules = [*modules, asserting]
    for module in modules:
        for function in (isinstance_, issubclass_):
            vars(module).setdefault(function.__name__.rstrip("_"), function)
    if asyncio := sys.modules.get("asyncio"):
        # asyncio itself asks by another name, and would take a future of the other loop's for its own.
        usual: Any = vars(asyncio)["isfuture"]
        if not hasattr(usual, "__wrapped__"):
            vars(asyncio)["isfuture"] = _asking(usual)
        for module in modules:
            if vars(module).get("isfuture") is usual:
                vars(module)["isfuture"] = vars(asyncio)["isfuture"]


def _asking(usual: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Wraps `asyncio.isfuture`, which looks for an attribute that no proxy has."""

    @functools.wraps(usual)
    def isfuture(obj: Any) -> bool:
        if is_class(obj) or not is_proxy(obj) or not is_suites(1):
            return usual(obj)
        return talk(obj).ask(Verb.VALUE, talk(obj).ask(Verb.MAKE, _IS_FUTURE, it=obj)) is True

    return isfuture


def isinstance_(it: Any, kinds: Any, /) -> bool:
    """Whether `it` is an instance of one of `kinds`.

    Raises:
        TypeError: `kinds` is neither a class nor a tuple or union of classes.
    """
    return builtins.isinstance(it, kinds) or any(_is_instance(it, kind) for kind in _single(kinds))


def issubclass_(below: Any, kinds: Any, /) -> bool:
    """Whether the class `below` derives from one of `kinds`, or is one.

    Raises:
        TypeError: `below` is no class, or `kinds` is neither a class nor a tuple or union of classes.
    """
    return builtins.issubclass(below, kinds) or (
        is_class(below) and any(_is_subclass(below, kind) for kind in _single(kinds))
    )


def _is_instance(it: Any, kind: Any) -> bool:
    if not is_class(kind):
        return is_proxy(it) and _is_shared(kind, it) and _says(it, _DERIVES, it=it, kind=kind)
    if any(base.__name__ == "Protocol" for base in kind.__mro__):
        return _has_all(kind, it)
    return (
        (is_proxy(it) or is_of_suite(it)) and _decides(kind) and _says(kind, _IS_INSTANCE, it=it, kind=kind)
    )


def _is_subclass(below: Any, kind: Any) -> bool:
    asks_inside = _decides(kind) if is_class(kind) else _is_shared(kind, below)
    return asks_inside and _says(below, _IS_SUBCLASS, it=below, kind=kind)


def _is_shared(kind: type, proxy: Any) -> bool:
    """Whether the sandbox that `proxy` belongs to has the library's class `kind` too."""
    return bool(name_inside(kind, talk(proxy).imported.folder))


def _has_all(protocol: Any, it: Any) -> bool:
    """Whether `it` has all members of a runtime-checkable protocol in the sandbox, as `typing` asks."""
    names = [
        name
        for base in protocol.__mro__
        if base is not object and base.__name__ not in ("Protocol", "Generic")
        for name in base.__dict__
        if not specials.is_special(name) and not name.startswith(("_abc_", "_is_"))
    ]
    return bool(names) and all(hasattr(it, name) for name in names)


def _decides(kind: Any) -> bool:
    """Whether the class inside that `kind` represents says itself who belongs to it."""
    own = type.__dict__["__dict__"].__get__(kind)
    if "_grade_decides" not in own and talk(kind).live:
        type.__setattr__(kind, "_grade_decides", _says(kind, _DECIDES, kind=kind))
    return own.get("_grade_decides") is True


def _says(proxy: Any, question: str, **names: Any) -> bool:
    asks = talk(proxy)
    if not asks.live or asks.unpacking:
        return False
    return asks.ask(Verb.VALUE, asks.ask(Verb.MAKE, question, **names)) is True


def _single(kinds: Any) -> Iterator[type]:
    if builtins.isinstance(kinds, tuple | UnionType):
        for some in kinds.__args__ if builtins.isinstance(kinds, UnionType) else kinds:
            yield from _single(some)
    elif builtins.isinstance(kinds, type):
        yield kinds
