"""Encodes as bits of a number which special methods a class defines, for the class's proxies."""

from __future__ import annotations

import builtins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

OPERATORS = (
    "add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "divmod", "pow", "lshift", "rshift", "and",
    "xor", "or",
)  # fmt: skip
# Without their underscores, in an order that both sides keep.
NAMES = (
    "call", "getitem", "setitem", "delitem", "len", "contains", "iter", "next", "reversed", "await",
    "aiter", "anext", "enter", "exit", "aenter", "aexit", "eq", "ne", "hash", "lt", "le", "gt",
    "ge", "bool", "int", "float", "complex", "index", "round", "trunc", "floor", "ceil", "neg",
    "pos", "abs", "invert", "str", "repr", "format", "bytes", "fspath", "missing", "length_hint",
    "get", "set",
    *(f"{side}{name}" for name in OPERATORS for side in ("", "r", "i")),
)  # fmt: skip
# A class that says `__hash__ = None`, or defines `__eq__` alone, which means the same.
UNHASHABLE = 1 << len(NAMES)
MOST = UNHASHABLE << 1
BITS = {f"__{name}__": 1 << place for place, name in enumerate(NAMES)}


_METHODS = (type(object.__eq__), type(object.__format__), type(object.__new__))
# What these are initialized with they trust.
_TRUSTING = ("UnicodeDecodeError", "UnicodeEncodeError", "UnicodeTranslateError")
_VALUES = (object, int, float, complex, str, bytes, tuple, frozenset)
# What classes inherit from built-in ones, by names that both sides have for it: that a class defines a method
# itself is seen by its being another one. Not what reads or sets attributes, as whoever has that in the judge
# reads all of it; and those of lists and the like would refuse objects that stay inside.
INHERITED: dict[str, Any] = {
    f"{kind.__name__}.{name}": method
    for kind in vars(builtins).values()
    if isinstance(kind, type) and (kind in _VALUES or issubclass(kind, BaseException))
    if kind.__name__ not in _TRUSTING
    for name, method in vars(kind).items()
    if type(method) in _METHODS and (name in BITS or name in ("__init__", "__new__"))
}


def mask(names: Iterable[str]) -> int:
    """The number with a bit for each special method among `names`."""
    found = 0
    for name in names:
        found |= BITS.get(name, 0)
    return found


def unmasked(number: int) -> Iterator[str]:
    """Yields the special methods whose bits are set in `number`, without underscores."""
    for place, name in enumerate(NAMES):
        if number >> place & 1:
            yield name


def is_special(name: str) -> bool:
    """Whether a name begins and ends with two underscores."""
    return name.startswith("__") and name.endswith("__")
