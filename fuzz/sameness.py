"""Whether two plain values are the same in types, bits and sharing; nothing recurses."""

from __future__ import annotations

import struct
from typing import Any

_CONTAINERS = (list, tuple, dict, set, frozenset)


def same(left: Any, right: Any) -> bool:
    """Whether nobody could tell the two apart: NaN, -0.0, cycles and what is shared included."""
    places: tuple[dict[int, int], dict[int, int]] = {}, {}
    todo = [(left, right)]
    while todo:
        one, other = todo.pop()
        kind = type(one)
        if kind is not type(other):
            return False
        if kind not in _CONTAINERS:
            if bits(one) != bits(other):
                return False
            continue
        if len(one) != len(other):
            return False
        if not one and kind in (tuple, frozenset):
            continue  # there is but one of each
        if id(one) in places[0] or id(other) in places[1]:
            if places[0].get(id(one)) != id(other) or places[1].get(id(other)) != id(one):
                return False
            continue
        places[0][id(one)], places[1][id(other)] = id(other), id(one)
        if kind in (list, tuple):
            todo += zip(one, other, strict=True)
        elif kind is dict:
            todo += zip((part for pair in one.items() for part in pair),
                        (part for pair in other.items() for part in pair), strict=True)  # fmt: skip
        else:
            todo += zip(_sorted(one), _sorted(other), strict=True)
    return True


def bits(scalar: Any) -> Any:
    """What tells a scalar from any other of its type."""
    if type(scalar) is float:
        return struct.pack(">d", scalar)
    if type(scalar) is complex:
        return struct.pack(">dd", scalar.real, scalar.imag)
    return (scalar.start, scalar.stop, scalar.step) if type(scalar) is range else scalar


def depth(value: Any) -> int | None:
    """How many containers deep it is; None where it holds itself."""
    known: dict[int, int] = {}
    is_open: set[int] = set()
    todo: list[tuple[Any, bool]] = [(value, False)]
    while todo:
        item, leaving = todo.pop()
        if type(item) not in _CONTAINERS or id(item) in known:
            continue
        if leaving:
            is_open.discard(id(item))
            known[id(item)] = 1 + max((known.get(id(part), 0) for part in _parts(item)), default=0)
        elif id(item) in is_open:
            return None
        else:
            is_open.add(id(item))
            todo.append((item, True))
            todo += ((part, False) for part in _parts(item))
    return known.get(id(value), 0)


def _parts(container: Any) -> list[Any]:
    if type(container) is dict:
        return [part for pair in container.items() for part in pair]
    return list(container)


def _sorted(elements: Any) -> list[Any]:
    """An order of a set's elements that depends on nothing but what they are."""
    return sorted(elements, key=_fingerprint)


def _fingerprint(value: Any) -> str:
    """Of something hashable: equal for what is the same, whatever order its sets are in."""
    known: dict[int, str] = {}
    todo: list[tuple[Any, bool]] = [(value, False)]
    while todo:
        item, leaving = todo.pop()
        if id(item) in known:
            continue
        if type(item) not in (tuple, frozenset):
            known[id(item)] = f"{type(item).__name__} {bits(item)!r}"
        elif leaving:
            inner = [known[id(part)] for part in item]
            inside = inner if type(item) is tuple else sorted(inner)
            known[id(item)] = f"{type(item).__name__} {hash(tuple(inside))} {len(inside)}"
        else:
            todo.append((item, True))
            todo += ((part, False) for part in item)
    return known[id(value)]
