"""The special methods of classes derived from a plain value, such as `class Money(int)` or `class Bag(list)`.

What such a class defines itself is asked for where the suite names the class, as with any other class. Where
it does not, the object may have come in place of a value: then the exact value decides. It does so beside
plain values in `==` too, and where values are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...wire import specials
from . import operators, proxies
from .hashes import is_asked
from .ordering import is_showing

_EQUALITY = ("__eq__", "__ne__")
_OF_CHANGEABLE = (*_EQUALITY, "__lt__", "__le__", "__gt__", "__ge__", "__bool__")


def below_fixed(own: int, base: type) -> dict[str, Any]:
    """The methods for a class below `base`, which cannot change; the bits in `own` say what it defines."""
    found = operators.methods(own, is_value=True)
    for name, asked in operators.methods(own, is_value=False).items():
        if asked is None:
            found[name] = None if own & specials.UNHASHABLE else base.__hash__
        elif hasattr(base, name) or name == "__bool__":
            found.setdefault(name, _asked_or(_by_base(name, base), name, asked))
        else:
            found.setdefault(name, asked)
    return found


def below_changeable(own: int, base: type) -> dict[str, Any]:
    """The methods for a class below `base`, which can change, as a list can; `own` is as for the other."""
    found = operators.methods_of_changeable(base)
    for name, asked in operators.methods(own, is_value=False).items():
        found[name] = (
            _asked_or(found[name], name, asked) if name in _OF_CHANGEABLE else found.get(name, asked)
        )
        if name == "__hash__":
            found[name] = asked
    return found


def _by_base(name: str, base: Any) -> Callable[..., Any]:
    return getattr(base, name, None) or (lambda self: base.__len__(self) != 0)


def _asked_or(by_value: Callable[..., Any], name: str, asked: Callable[..., Any]) -> Callable[..., Any]:
    is_due = _is_equality_asked if name in _EQUALITY else _is_hash_asked if name == "__hash__" else _is_asked

    def method(self: Any, /, *operands: Any) -> Any:
        decide = asked if is_due(self, *operands) and not is_showing(2) else by_value
        return decide(self, *operands)

    return method


def _is_asked(self: Any, *_: Any) -> bool:
    return bool(proxies.talk(self).names_class(type(self)))


def _is_hash_asked(self: Any, *_: Any) -> bool:
    return is_asked(proxies.talk(self), type(self))


def _is_equality_asked(self: Any, *others: Any) -> bool:
    talk, kind = proxies.talk(self), type(self)
    return (
        not talk.unpacking and talk.names_class_or_object(kind) and all(type(each) is kind for each in others)
    )
