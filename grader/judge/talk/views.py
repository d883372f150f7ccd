"""Comparisons for proxies of view objects such as `dict_keys`, by the values that they show."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, KeysView
from typing import Any

from ...wire.messages import Verb
from . import proxies

_CONTENTS: dict[str, tuple[str, type]] = {
    "dict_keys": ("list(it)", list),
    "dict_items": ("list(it)", list),
    "KeysView": ("list(it)", list),
    "ItemsView": ("list(it)", list),
    "mappingproxy": ("dict(it)", dict),
    "memoryview": ("bytes(it) if it.format == 'B' and it.ndim == 1 else None", bytes),
}
_SET_OPERATIONS = ("le", "lt", "ge", "gt", "and", "rand", "or", "ror", "xor", "rxor", "sub", "rsub")
_OF_ITEMS = ("dict_items", "ItemsView")
_AS_SETS = (set, frozenset, KeysView, ItemsView)
_BYTES = (bytes, bytearray, memoryview)


def methods_of_view(name: str) -> dict[str, Any]:
    """The comparison methods for the view class `name`; empty for any other class."""
    if name not in _CONTENTS:
        return {}
    found: dict[str, Any] = {
        "__eq__": _equals,
        "__ne__": _differs,
        "__hash__": _hash if name == "memoryview" else None,
        "__bool__": lambda self: bool(_content(self)),
        "_grade_view": name,
    }
    if _CONTENTS[name][1] is list:
        found |= {f"__{operation}__": _of_sets(f"__{operation}__") for operation in _SET_OPERATIONS}
    return found


def _of_sets(name: str) -> Callable[[Any, Any], Any]:
    def method(self: Any, other: Any) -> Any:
        own = set(_content(self))
        if _CONTENTS.get(_view(other), ("", None))[1] is list:
            other = set(_content(other))
        return getattr(own, name)(set(other) if isinstance(other, _AS_SETS) else other)

    return method


def _equals(self: Any, other: Any) -> Any:
    if self is other:
        return True
    name, own = _view(self), _content(self)
    if _view(other):
        other = _content(other)
        if type(other) is list:
            other = dict(other).items() if name in _OF_ITEMS else set(other)
    if name == "memoryview":
        return own == other if isinstance(other, _BYTES) else NotImplemented
    if name == "mappingproxy":
        return own == other
    if not isinstance(other, _AS_SETS):
        return NotImplemented
    # As real views do; an object with duplicates is not such a view.
    whole = dict(own) if name in _OF_ITEMS else dict.fromkeys(own)
    shown: Any = whole.items() if name in _OF_ITEMS else whole.keys()
    return bool(len(whole) == len(own) and shown == other)


def _differs(self: Any, other: Any) -> Any:
    answer = _equals(self, other)
    return answer if answer is NotImplemented else not answer


def _hash(self: Any) -> int:
    return hash(_content(self))


def _view(value: Any) -> str:
    """The name of the view class of which `value` is a proxy; empty if it is of none."""
    if not proxies.is_proxy(value):
        return ""
    mro = type.__dict__["__mro__"].__get__(type(value))
    return next((name for base in mro if (name := vars(base).get("_grade_view"))), "")


def _content(proxy: Any) -> Any:
    talk, (expression, kind) = proxies.talk(proxy), _CONTENTS[_view(proxy)]
    content = talk.ask(Verb.VALUE, talk.ask(Verb.MAKE, expression, it=proxy))
    if type(content) is not kind:
        raise talk.fail(f"{proxies.shown(proxy)} does not show what it holds")
    return content
