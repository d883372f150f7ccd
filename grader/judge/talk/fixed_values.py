"""The special methods of classes derived from a plain value that cannot change, such as `class Money(int)`.

What such a class defines itself is asked for where the suite names the class, as with any other class. Where
it does not, the object may have come in place of a value: then the exact value decides. It does so beside
plain values too, and where values are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...wire import specials
from . import operators, proxies
from .hashes import is_asked
from .ordering import is_showing

_EQUALITY = ("__eq__", "__ne__")


def methods_of_fixed(own: int, base: type) -> dict[str, Any]:
    """The special methods for a class derived from `base`; the bits in `own` say which ones it defines."""
    found = operators.methods(own, is_value=True)
    for name, asked in operators.methods(own, is_value=False).items():
        if asked is None:
            found[name] = None if own & specials.UNHASHABLE else base.__hash__
        elif hasattr(base, name) or name == "__bool__":
            found.setdefault(name, _asked_or_by_value(name, asked, base))
        else:
            found.setdefault(name, asked)
    return found


def _asked_or_by_value(name: str, asked: Callable[..., Any], base: Any) -> Callable[..., Any]:
    by_value = getattr(base, name, None) or (lambda self: base.__len__(self) != 0)
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
