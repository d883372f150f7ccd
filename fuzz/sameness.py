"""Whether two plain values are the same in types, bits and sharing; nothing recurses."""

from __future__ import annotations

import struct
from typing import Any

from grader.wire import library

_CONTAINERS = (list, tuple, dict, set, frozenset)


def same(left: Any, right: Any) -> bool:
    """Whether nobody could tell the two values apart: NaN, -0.0, cycles and what is shared included."""
    places: tuple[dict[int, int], dict[int, int]] = {}, {}
    todo = [(left, right)]
    kept: list[Any] = []
    while todo:
        one, other = todo.pop()
        kind = type(one)
        if kind is not type(other):
            return False
        if (apart := library.taken_apart(one)) is not None:
            parts = tuple(apart), tuple(library.taken_apart(other) or ())
            kept.append(parts)  # so that no other gets their places
            todo.append(parts)
            continue
        if kind not in _CONTAINERS and not isinstance(one, tuple):
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
        if kind is list or isinstance(one, tuple):
            todo += zip(one, other, strict=True)
        elif kind is dict:
            todo += zip((part for pair in one.items() for part in pair),
                        (part for pair in other.items() for part in pair), strict=True)  # fmt: skip
        else:
            todo += zip(_sorted(one), _sorted(other), strict=True)
    return True


def bits(scalar: Any) -> Any:
    """What tells `scalar` from any other value of its type."""
    if type(scalar) is float:
        return struct.pack(">d", scalar)
    if type(scalar) is complex:
        return struct.pack(">dd", scalar.real, scalar.imag)
    return (scalar.start, scalar.stop, scalar.step) if type(scalar) is range else scalar


def depth(value: Any) -> int | None:
    """How many containers deep `value` is; None where it contains itself."""
    depths: dict[int, int] = {}
    is_open: set[int] = set()
    parts: dict[int, list[Any]] = {}  # kept, so that no other gets their places
    todo: list[tuple[Any, bool]] = [(value, False)]
    while todo:
        item, leaving = todo.pop()
        if id(item) in depths or not (type(item) in _CONTAINERS or library.has(type(item))):
            continue
        if leaving:
            is_open.discard(id(item))
            depths[id(item)] = 1 + max((depths.get(id(part), 0) for part in parts[id(item)]), default=0)
        elif id(item) in is_open:
            return None
        else:
            is_open.add(id(item))
            parts[id(item)] = _parts(item)
            todo.append((item, True))
            todo += ((part, False) for part in parts[id(item)])
    return depths.get(id(value), 0)


def _parts(container: Any) -> list[Any]:
    if type(container) is dict:
        return [part for pair in container.items() for part in pair]
    if (apart := library.taken_apart(container)) is not None:
        return list(apart)
    return list(container)


def _sorted(elements: Any) -> list[Any]:
    """The elements of a set in an order that depends on nothing but what they are."""
    return sorted(elements, key=_fingerprint)


def _fingerprint(value: Any) -> str:
    """A text for a hashable value: equal for values that are the same, whatever order their sets are in."""
    fingerprints: dict[int, str] = {}
    todo: list[tuple[Any, bool]] = [(value, False)]
    while todo:
        item, leaving = todo.pop()
        if id(item) in fingerprints:
            continue
        if type(item) not in (tuple, frozenset):
            fingerprints[id(item)] = f"{type(item).__name__} {bits(item)!r}"
        elif leaving:
            inner = [fingerprints[id(part)] for part in item]
            inside = inner if type(item) is tuple else sorted(inner)
            fingerprints[id(item)] = f"{type(item).__name__} {hash(tuple(inside))} {len(inside)}"
        else:
            todo.append((item, True))
            todo += ((part, False) for part in item)
    return fingerprints[id(value)]
