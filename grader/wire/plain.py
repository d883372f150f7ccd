"""Reads the plain value inside an instance of a subclass of a built-in class."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


# Those of which an instance can be changed: what was sent of it is a copy of how it was.
MUTABLE = (list, dict, set, bytearray)


def plain_base(value: Any) -> Any:
    """The plain value inside an instance of a subclass of a built-in class; None if there is none.

    It is read with the base type's own methods, so nothing that the subclass defines is called.
    """
    for base in type.__dict__["__mro__"].__get__(type(value)):
        read = _READS.get(id(base))
        if read is not None:
            return read(value)
    return None


BASES: dict[type, Callable[[Any], Any]] = {
    int: int.__index__,
    float: float.__float__,
    complex: complex.__complex__,
    str: str.__str__,
    bytes: lambda value: bytes.__getitem__(value, slice(None)),
    bytearray: lambda value: bytearray(bytearray.__getitem__(value, slice(None))),
    list: lambda value: list.__getitem__(value, slice(None)),
    tuple: lambda value: tuple.__getitem__(value, slice(None)),
    dict: lambda value: dict(dict.items(value)),
    set: lambda value: set(set.__iter__(value)),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
}
# By identity: a class whose metaclass says that it equals `int` is none.
_READS = {id(base): read for base, read in BASES.items()}
