"""Lets sets and dicts find the candidate's objects by the hashes that these have inside.

Theory of operation. While a message is read nothing can be asked, and an object that is an element or a key
in it is hashed by its identity. As soon as the message has been read, the hashes of all such objects are
asked for at once, and the sets and dicts that have them are filled again; what is frozen is made again.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from operator import is_
from typing import Any

from ...wire.bounds import collide

# Asks for the hashes of objects; gives those that are known, by the identity of the object.
AskFor = Callable[[list[Any]], dict[int, int]]

_HASHING = frozenset((set, dict, OrderedDict, defaultdict, Counter))
_HOLDING = (list, tuple, dict, deque)
# Tuples and frozensets nested deeper in one another stay as they are.
_MOST_DEPTH = 100


class Hashes:
    """The hashes of the candidate's objects in one test."""

    def __init__(self, ask_for: AskFor) -> None:
        """`ask_for` is called with objects that were hashed before that could be asked for."""
        self._ask_for = ask_for
        self._early: dict[int, Any] = {}  # these, by their identity
        self._told: dict[int, int] = {}  # while containers are filled again

    def early(self, thing: Any) -> int:
        """The hash of an object for the time being, while a message is read."""
        self._early[id(thing)] = thing
        return object.__hash__(thing)

    def told(self, thing: Any) -> int | None:
        """The hash of an object that was asked for with others; None if it was not."""
        return self._told.get(id(thing))

    @property
    def are_filling(self) -> bool:
        """Whether containers are filled again, whose elements or keys are all different."""
        return bool(self._told)

    @property
    def any_early(self) -> bool:
        """Whether any object was hashed early since the last time that this was settled."""
        return bool(self._early)

    def settle(self, values: Iterable[Any], filled: Callable[[Any], None]) -> None:
        """Fills those containers in `values` again that have objects which were hashed early.

        What cannot be changed, such as a frozenset, is made again where it lies in one that can. Calls
        `filled` with each. Those in which too many objects have the same hash stay as they are.
        """
        early, self._early = self._early, {}
        self._told = self._ask_for(list(early.values()))
        again = _Again(self._told.keys())
        try:
            for container in _containers(values) if self._told else ():
                if again.fill(container):
                    filled(container)
        finally:
            self._told = {}


class _Again:
    """Makes and fills containers again for the sake of objects that were hashed early."""

    def __init__(self, concerned: Collection[int]) -> None:
        """`concerned` are the identities of these objects."""
        self._concerned = concerned
        self._made: dict[int, Any] = {}  # by the identity of what it was made for

    def fill(self, container: Any) -> bool:
        """Fills a container again if need be; tells whether it did."""
        pairs = container.items() if _is_dict(container) else zip(container, strict=True)
        before = [part for pair in pairs for part in pair]
        now = [self._made_again(part, _MOST_DEPTH) for part in before]
        hashed: list[Any] = now[::2] if _is_dict(container) else now
        hashes = type(container) in _HASHING
        if all(map(is_, before, now)) and not (hashes and self._concerns(hashed)):
            return False
        if hashes and collide(hashed):
            return False
        again: Any = dict(zip(hashed, now[1::2], strict=True)) if _is_dict(container) else now
        container.clear()
        (container.update if hashes else container.extend)(again)
        return True

    def _made_again(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind not in (tuple, frozenset) or not depth:
            return value
        if id(value) not in self._made:
            parts = [self._made_again(part, depth - 1) for part in value]
            is_same = all(map(is_, parts, value)) and not (kind is frozenset and self._concerns(parts))
            is_left = is_same or (kind is frozenset and collide(parts))
            self._made[id(value)] = value if is_left else kind(parts)
        return self._made[id(value)]

    def _concerns(self, parts: list[Any]) -> bool:
        return any(id(part) in self._concerned for part in parts)


def is_asked(talk: Any, kind: type) -> bool:
    """Whether objects of a class are asked for their hashes, as the suite names it or one of them."""
    return bool(talk.names_class(kind) or talk.names_class_or_object(kind))


def _containers(values: Iterable[Any]) -> Iterator[Any]:
    """Yields the containers in `values` that can be changed, at any depth."""
    todo, seen = list(values), set()
    while todo:
        value = todo.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        kind = type(value)
        if kind in _HASHING or kind in (list, deque):
            yield value
        if issubclass(kind, _HOLDING):  # of a proxy `isinstance` says what the sandbox says
            todo += value.values() if isinstance(value, dict) else value


def _is_dict(container: Any) -> bool:
    return isinstance(container, dict)
