"""Encodes as bits of a number which special methods a class defines, for the class's proxies."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
