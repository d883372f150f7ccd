"""Lets sets and dicts find the candidate's objects by the hashes that these have inside.

Theory of operation. While a message is read nothing can be asked, and an object that is an element or a key
in it is hashed by its identity. As soon as the message has been read, the hashes of all such objects are
asked for at once, and the sets and dicts that have them are filled again.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ...wire.bounds import collide

# Asks for the hashes of objects; gives those that are known, by the identity of the object.
AskFor = Callable[[list[Any]], dict[int, int]]

_HASHING = frozenset((set, dict, OrderedDict, defaultdict, Counter))
_HOLDING = (list, tuple, dict, deque)


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
        """Fills those sets and dicts in `values` again that have objects which were hashed early.

        Calls `filled` with each. Those in which too many objects have the same hash stay as they are.
        """
        early, self._early = self._early, {}
        self._told = self._ask_for(list(early.values()))
        try:
            for container in _containers(values):
                is_concerned = not self._told.keys().isdisjoint(map(id, container))
                if is_concerned and not collide(list(container)):
                    again = _copy(container)
                    container.clear()
                    container.update(again)
                    filled(container)
        finally:
            self._told = {}


def is_asked(talk: Any, kind: type) -> bool:
    """Whether objects of a class are asked for their hashes, as the suite names it or one of them."""
    return bool(talk.names_class(kind) or talk.names_class_or_object(kind))


def _containers(values: Iterable[Any]) -> Iterator[Any]:
    """Yields the sets and dicts in `values`, at any depth."""
    todo, seen = list(values), set()
    while todo:
        value = todo.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if type(value) in _HASHING:
            yield value
        if issubclass(type(value), _HOLDING):  # of a proxy `isinstance` says what the sandbox says
            todo += value.values() if isinstance(value, dict) else value


def _copy(container: Any) -> Any:
    """A copy whose elements are hashed anew, as those of a copied set or dict are not."""
    return dict(list(container.items())) if isinstance(container, dict) else set(iter(container))
