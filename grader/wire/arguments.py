"""The arguments of exceptions, and what else they say: few and short values cross the wire as they are."""

from __future__ import annotations

from .bounds import MAX_INT_BITS
from .messages import MAX_TEXT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SCALARS = (type(None), bool, int, float, str, bytes)
_MAX_ARGUMENTS, _MAX_PARTS = 8, 100
# What an exception of these classes is about, which is none of its arguments.
_ABOUT = (
    (AttributeError, (AttributeError.__dict__["name"],)),
    (ImportError, (ImportError.__dict__["name"], ImportError.__dict__["path"])),
    (NameError, (NameError.__dict__["name"],)),
)
# By identity, as in `plain`. What is of a class derived from an immutable one crosses with its plain value.
_LENGTHS: dict[int, Any] = {
    id(str): str.__len__,
    id(bytes): bytes.__len__,
    id(bytearray): bytearray.__len__,
}
_ITEMS: dict[int, Any] = {
    id(tuple): tuple.__iter__,
    id(frozenset): frozenset.__iter__,
    id(list): list.__iter__,
    id(set): set.__iter__,
    id(dict): dict.items,
}


def parts(arguments: tuple[Any, ...]) -> list[Any] | None:
    """The arguments of an exception and the elements of those that are containers, at any depth.

    None if they are too many or too long to be sent and shown. Nothing that their classes define is called.
    """
    if type(arguments) is not tuple or len(arguments) > _MAX_ARGUMENTS:
        return None
    found, characters = list(arguments), 0
    for part in found:  # it grows
        for base in type.__dict__["__mro__"].__get__(type(part)):
            length = _LENGTHS[id(base)](part) if id(base) in _LENGTHS else 0
            if length > MAX_TEXT or (base is int and int.bit_length(part) > MAX_INT_BITS):
                return None
            characters += length
            if id(base) in _ITEMS:
                found += _ITEMS[id(base)](part)
        if len(found) > _MAX_PARTS or characters > MAX_TEXT * _MAX_ARGUMENTS:
            return None
    return found


def about(exc: BaseException) -> tuple[Any, ...]:
    """The name that an exception is about, and the path of an import; an ellipsis stands for an object."""
    found: list[Any] = []
    for member in _members(exc):
        value = member.__get__(exc)
        found.append(value if type(value) in SCALARS and parts((value,)) is not None else ...)
    return tuple(found)


def tell_about(exc: BaseException, values: tuple[Any, ...]) -> None:
    """Sets what `about` has given for an exception of the same class; of anything else nothing is set."""
    for member, value in zip(_members(exc), values, strict=False):
        if type(value) in SCALARS or value is ...:
            member.__set__(exc, value)


def _members(exc: BaseException) -> tuple[Any, ...]:
    for base in type.__dict__["__mro__"].__get__(type(exc)):
        for kind, members in _ABOUT:
            if base is kind:  # by identity, since a metaclass can fake equality
                return members
    return ()
