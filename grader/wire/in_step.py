"""Synchronizes mutable containers, such as lists and tables, of which both sides have a copy.

Theory of operation. Every mutable container that has crossed the wire is registered on both sides, in the
same order, so that a place in the list means the same object on both: as an argument, as a result, in a
callback. When it crosses again, it is sent as a reference to its place. Before each message, the changes
since the last one are sent. When a request is over and the bounds are exceeded, the containers registered
first are forgotten; only what both sides know decides that, not what a thread does meanwhile. Of an array or
a table the whole content is compared and sent; its size is what counts for the bounds.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from operator import is_

from .arrays import are_same, weight
from .bounds import NotPlain, collide, too_deep
from .frames import WireError
from .plain import MUTABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable
    from typing import Any, Protocol

    class Snapshots(Protocol):
        """The interface for reading and changing arrays and tables."""

        def snapshot(self, value: Any) -> Any:
            """The current state of an array or table that can change; None for any other value."""

        def refill(self, value: Any, now: Any) -> None:
            """Changes an array or table in place to the state `now`; raises NotPlain if impossible."""


# What is told by its contents; of arrays and tables there are snapshots.
_CHANGING = (*MUTABLE, deque)
# What crosses as itself; of the classes derived from these only those that one side knows of (`also`).
_KINDS = frozenset((*_CHANGING, Counter, OrderedDict, defaultdict))
_MOST_HELD, _MOST_ELEMENTS = 32, 5000
# Of one value so many are noted: where there are more, those that come first.
_MOST_NOTED = 4000
# What holds nothing and cannot be changed: by far the most of what long containers hold.
_CONSTANT = frozenset((int, float, complex, bool, str, bytes, type(None)))
# What a comparison or `repr` would walk, where containers hold each other.
_MOST_WALK = 2_000_000


def _none(kind: type) -> bool:
    return False


class InStep:
    """The containers that are kept synchronized in one test, seen from one side."""

    def __init__(self, also: Callable[[type], bool] = _none, foreign: Snapshots | None = None) -> None:
        """`also` tells for which other classes instances travel as the built-in container below them.

        `foreign` takes snapshots of arrays and tables; it is None if the exercise has none.
        """
        self._also = also
        self._foreign = foreign
        self._containers: list[Any] = []
        self._known: list[list[Any]] = []  # what the other side knows of them
        self.places: dict[int, int] = {}  # by identity

    def at(self, place: int) -> Any:
        """The container at that place.

        Raises:
            WireError: there is no such place.
        """
        if not 0 <= place < len(self._containers):
            raise WireError("no such list")
        return self._containers[place]

    def note(self, values: Iterable[Any], apart: Container[int] = ()) -> None:
        """Registers the mutable containers in `values`, which have just crossed the wire.

        The containers whose identity is in `apart` did not cross themselves, but as references.
        """
        todo = list(values)
        todo.reverse()
        seen: set[int] = set()
        most = len(self._containers) + _MOST_NOTED
        while todo and len(self._containers) < most:
            item = todo.pop()
            kind = type(item)
            if id(item) in seen or id(item) in apart:
                continue
            if kind is not tuple and kind not in _KINDS and not self._also(kind):
                if self._foreign is None or (snapshot := self._snapshot(item)) is None:
                    continue
                known = [snapshot]
            else:
                known = [] if isinstance(item, tuple) else _contents(item)
            seen.add(id(item))
            if not isinstance(item, tuple) and id(item) not in self.places:
                self.places[id(item)] = len(self._containers)
                self._containers.append(item)
                self._known.append(known)
            if isinstance(item, (list, dict, tuple, deque)):  # what is in a set or is a key cannot be changed
                inner = item.values() if isinstance(item, dict) else item
                if not _CONSTANT.issuperset(map(type, inner)):
                    todo += [one for one in reversed(list(inner)) if type(one) not in _CONSTANT]

    def changes(self) -> list[tuple[int, list[Any]]]:
        """The changes since the last message to the other side, as places with their new contents."""
        found = []
        for place, (container, known) in enumerate(zip(self._containers, self._known, strict=True)):
            # Most are such lists, and each call looks at all of them.
            if type(container) is list and len(container) == len(known) and all(map(is_, container, known)):
                continue
            if not isinstance(container, _CHANGING):
                now = [self._snapshot(container)]
                is_changed = not are_same(now, known)
            else:
                now = _contents(container)
                is_changed = len(now) != len(known) or not all(map(is_, now, known))
            if is_changed:
                found.append((place, now))
                self._known[place] = now
        return found

    def check(self, changes: list[tuple[int, list[Any]]]) -> None:
        """Makes sure that all changes can be sent.

        Raises:
            NotPlain: an array or a table holds what may not cross; the other side would refuse it.
        """
        for place, now in changes:
            container = self._containers[place]
            if not isinstance(container, _CHANGING) and now[0] is None:
                raise NotPlain(f"a {type(container).__name__} with what cannot be sent in it")

    def noted(self, changes: list[tuple[int, list[Any]]]) -> None:
        """Records that the other side has been told of `changes`."""
        for place, now in changes:
            if isinstance(self._containers[place], _CHANGING):
                self.note(now)

    def apply(self, changes: list[Any]) -> None:
        """Applies changes of the other side to the containers here.

        Raises:
            WireError: a change is not possible.
        """
        for change in changes:
            if type(change) is not tuple or tuple(map(type, change)) != (int, list):
                raise WireError("not a change")
            place, now = change
            container = self.at(place)
            if isinstance(container, _CHANGING):
                _fill(container, now)
                self._known[place] = _contents(container)
            else:
                self._refill(container, now)
                self._known[place] = [self._snapshot(container)]
        self.noted(changes)
        if changes:
            self._check_walk()

    @property
    def containers(self) -> list[Any]:
        """The containers, in the order in which they were registered."""
        return list(self._containers)

    def reordered(self, container: Any) -> None:
        """Records that the elements of a container, which stay the same, may have another order now."""
        if (place := self.places.get(id(container))) is not None:
            self._known[place] = _contents(container)

    def trim(self) -> None:
        """Forgets the containers registered first, as far as the bounds are exceeded."""
        elements, kept = 0, 0
        for container, known in zip(reversed(self._containers), reversed(self._known), strict=True):
            elements += len(known) if isinstance(container, _CHANGING) else weight(known)
            if kept == _MOST_HELD or elements > _MOST_ELEMENTS:
                break
            kept += 1
        if kept < len(self._known):
            first = len(self._known) - kept
            self._containers, self._known = self._containers[first:], self._known[first:]
            self.places = {id(container): place for place, container in enumerate(self._containers)}

    def _snapshot(self, value: Any) -> Any:
        assert self._foreign is not None
        try:
            return self._foreign.snapshot(value)
        except Exception:  # noqa: BLE001 - whatever these libraries say of what was done to it
            return None

    def _refill(self, value: Any, now: list[Any]) -> None:
        assert self._foreign is not None
        try:
            self._foreign.refill(value, *now)
        except Exception as exc:  # noqa: BLE001 - as above
            raise WireError(str(exc) if type(exc) is NotPlain else "not a change of that") from None

    def _check_walk(self) -> None:
        """Raises if containers contain each other so often that a walk through them would not end in time."""
        walks: dict[int, int] = {}
        for container in self._containers:
            if not isinstance(container, _CHANGING):  # which holds none of the others
                continue
            todo: list[tuple[Any, bool]] = [(container, False)]
            opened: set[int] = set()
            while todo:
                item, inside_done = todo.pop()
                if inside_done:
                    opened.discard(id(item))
                    walks[id(item)] = 1 + sum([walks.get(id(inner), 1) for inner in _inner(item)])
                    if walks[id(item)] > _MOST_WALK:
                        raise WireError("lists that hold each other beyond bounds")
                elif id(item) not in walks and id(item) not in opened:
                    opened.add(id(item))
                    todo.append((item, True))
                    todo += [(inner, False) for inner in _inner(item) if type(inner) in _WALKED]


_WALKED = frozenset((*_KINDS, tuple))


def _inner(item: Any) -> Any:
    return item.values() if isinstance(item, dict) else () if isinstance(item, bytearray) else item


def _contents(container: Any) -> list[Any]:
    return [*container, *container.values()] if isinstance(container, dict) else list(container)


def _fill(container: Any, now: list[Any]) -> None:
    if isinstance(container, list):
        container[:] = now
        return
    if isinstance(container, deque):
        container.clear()
        container.extend(now)
        return
    if isinstance(container, bytearray):
        if not all(type(number) is int and 0 <= number < 256 for number in now):
            raise WireError("not bytes")
        container[:] = bytes(now)
        return
    keys = now[: len(now) // 2] if isinstance(container, dict) else now
    try:
        if too_deep(keys) or collide(keys) or (isinstance(container, dict) and len(now) % 2):
            raise WireError("keys that collide or are nested too deep, or half a pair")
        container.clear()
        # A Counter would count the pairs.
        container.update(
            dict(zip(keys, now[len(keys) :], strict=True)) if isinstance(container, dict) else keys
        )
    except TypeError as exc:  # what cannot be hashed
        raise WireError(str(exc)) from None
