"""The special methods of classes derived from a plain value, such as `class Money(int)` or `class Bag(list)`.

What such a class defines itself is asked for where the suite names the class, as with any other class. Where
it does not, the object may have come in place of a value: then the exact value decides. It does so where
values are shown too. Beside a plain value it decides, but the test fails if an `__eq__` of its own disagrees.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...wire import specials
from ...wire.messages import Verb
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
    is_due = _is_hash_asked if name == "__hash__" else _is_asked

    def method(self: Any, /, *operands: Any) -> Any:
        decide = asked if is_due(self) and not is_showing(2) else by_value
        return decide(self, *operands)

    def equality(self: Any, other: Any, /) -> Any:
        talk, kind = proxies.talk(self), type(self)
        if talk.unpacking or is_showing(2) or not talk.names_class_or_object(kind):
            return by_value(self, other)
        if type(other) is kind:
            return asked(self, other)
        answer = by_value(self, other)
        if answer is (name == "__eq__") and not proxies.is_proxy(other):
            _confirm(self, name, other, answer)
        return answer

    return equality if name in _EQUALITY else method


def _confirm(self: Any, name: str, other: Any, answer: bool) -> None:
    """Asks an object that equals the plain value `other` whether it agrees, which tells it nothing new."""
    said = proxies.talk(self).ask(Verb.APPLY, self, name.strip("_"), other)
    if said is not answer and said is not NotImplemented:
        raise proxies.talk(self).fail(f"{proxies.shown(self)} has another {name} than the value that it is")


def _is_asked(self: Any) -> bool:
    return bool(proxies.talk(self).names_class(type(self)))


def _is_hash_asked(self: Any) -> bool:
    return is_asked(proxies.talk(self), type(self))
