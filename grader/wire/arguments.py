"""Bounds the arguments of an exception: what can be sent with it, and be shown without harm."""

from __future__ import annotations

from .bounds import MAX_INT_BITS
from .messages import MAX_TEXT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SCALARS = (type(None), bool, int, float, str, bytes)
MAX_ARGUMENTS = 8
# By identity: a class whose metaclass says that it equals `int` is another one.
_SCALARS, _TEXTS = frozenset(map(id, SCALARS)), frozenset((id(str), id(bytes)))
_CONTAINERS = frozenset(map(id, (list, tuple, dict, set, frozenset)))
_MAX_PARTS, _MAX_DEPTH = 200, 10


def are_sent(arguments: tuple[Any, ...]) -> bool:
    """True if an exception keeps `arguments` on its way: scalars, and small containers of such, not deep."""
    if type(arguments) is not tuple or len(arguments) > MAX_ARGUMENTS:
        return False
    todo: list[tuple[Any, int]] = [(arguments, 0)]
    parts = 0
    while todo:
        value, depth = todo.pop()
        kind = id(type(value))
        parts += 1
        if kind in _TEXTS and len(value) > MAX_TEXT:
            return False
        if kind == id(int) and value.bit_length() > MAX_INT_BITS:
            return False
        if kind in _SCALARS:
            continue
        if kind not in _CONTAINERS or depth > _MAX_DEPTH or parts + len(value) > _MAX_PARTS:
            return False
        for inner in value:
            todo.append((inner, depth + 1))  # noqa: PERF401 - a comprehension is a function that can be found
        if kind == id(dict):
            for inner in value.values():
                todo.append((inner, depth + 1))  # noqa: PERF401 - as above
    return True
