"""The wire form of arrays and tables, into which values of NumPy and pandas are converted.

This module uses neither library. An array is the name of a type from a closed list, a shape, and the bytes of
its elements, exactly as many as type and shape imply; a table is a word and plain values, most with arrays
among them.
"""

from __future__ import annotations

from .bounds import TooLarge
from .frames import MAX_ARRAY_BYTES, WireError
from .tuples import Fields

MAX_DIMENSIONS = 32
# The types of elements, as NumPy writes them, and their bytes: truth values, integers, floats and complex.
_ITEM_BYTES = {
    "|b1": 1, "|i1": 1, "|u1": 1, "<i2": 2, "<u2": 2, "<i4": 4, "<u4": 4, "<i8": 8, "<u8": 8,
    "<f2": 2, "<f4": 4, "<f8": 8, "<c8": 8, "<c16": 16,
}  # fmt: skip
_UNITS = ("Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as")
# Points in time and spans of it; one without a unit is none of these.
for _unit in _UNITS:
    _ITEM_BYTES[f"<M8[{_unit}]"] = _ITEM_BYTES[f"<m8[{_unit}]"] = 8
# Texts of a fixed length: bytes, and characters of four bytes.
_TEXTS = {"|S": 1, "<U": 4}


class Array(Fields):
    """An array; `scalar` means that the value is a NumPy scalar and not an array without dimensions."""

    dtype: str
    shape: tuple[int, ...]
    scalar: bool
    data: bytes


class Table(Fields):
    """A value of pandas, with columns or without, such as a data frame; `kind` is one of `KINDS`."""

    kind: str
    parts: tuple[object, ...]


_NESTED = frozenset((Array, Table, tuple, list))
_COMPARED = _NESTED | {type(None), bool, int, float, str, bytes}

KINDS = ("series", "index", "frame", "timestamp", "timedelta", "missing")


def weight(thing: object) -> int:
    """The approximate size of an array or a table, in numbers of eight bytes."""
    found, todo = 0, [thing]
    while todo:
        item = todo.pop()
        if type(item) is Array:
            found += len(item[3]) // 8
        elif isinstance(item, (Table, tuple, list)):
            found += len(item)
            todo += [inner for inner in item if type(inner) in _NESTED]
    return found


def are_same(one: object, other: object) -> bool:
    """Whether two arrays or tables are equal; objects in a table, except scalars, must be identical."""
    todo = [(one, other)]
    while todo:
        here, there = todo.pop()
        kind = type(here)
        if here is there:
            continue
        if kind is not type(there) or kind not in _COMPARED:
            return False
        if kind not in _NESTED:
            if here != there:
                return False
            continue
        assert isinstance(here, (list, tuple)) and isinstance(there, (list, tuple))
        if len(here) != len(there):
            return False
        todo += zip(here, there, strict=True)
    return True


def item_bytes(dtype: str) -> int:
    """The size in bytes of an element of type `dtype`; 0 if such elements must not cross."""
    known = _ITEM_BYTES.get(dtype)
    if known is not None:
        return known
    unit, digits = _TEXTS.get(dtype[:2], 0), dtype[2:]
    plain = digits.isascii() and digits.isdigit() and len(digits) < 9 and digits[0] != "0"
    return unit * int(digits) if unit and plain else 0


def data_bytes(dtype: str, shape: tuple[int, ...]) -> int:
    """The size in bytes of all elements of an array.

    Raises:
        WireError: there are no such elements.
        TooLarge: they are more than may cross, or would be if no dimension were empty.
    """
    count = item = item_bytes(dtype)
    if not item:
        raise WireError("an array of a type that may not cross")
    if len(shape) > MAX_DIMENSIONS:
        raise TooLarge(f"an array of more than {MAX_DIMENSIONS} dimensions")
    for length in shape:
        count *= length or 1
    if count > MAX_ARRAY_BYTES:
        raise TooLarge(f"an array of more than {MAX_ARRAY_BYTES} bytes")
    return 0 if 0 in shape else count
