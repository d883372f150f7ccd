"""Synchronizes mutable containers, such as lists and tables, of which both sides have a copy.

Theory of operation. Every mutable container that has crossed the wire is registered on both sides: as an
argument, as a result, in a callback. Whoever sent it first has given it a place by counting, and whoever
receives it counts likewise: so both sides know it by the same number, also where messages pass each other on
the way. Places that this side has given are even, and odd on the other side: `place ^ 1`. When a container
crosses again, it is sent as a reference to its place. Before each message, the changes since the last one are
sent. When no message is under way and the bounds are exceeded, the containers registered first are forgotten;
only what both sides know decides that, not what a thread does meanwhile. Of an array or a table the whole
content is compared and sent; its size is what counts for the bounds. If both sides change the same container
before either hears of it, which only threads can, each has what the other sent.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from operator import is_, le

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

    def __init__(
        self,
        also: Callable[[type], bool] = _none,
        foreign: Snapshots | None = None,
        *,
        is_first: bool = False,
    ) -> None:
        """`also` tells for which other classes instances travel as the built-in container below them.

        `foreign` takes snapshots of arrays and tables; it is None if the exercise has none. `is_first` is set
        on one of the sides: what it sends is forgotten before what it receives at the same time.
        """
        self._also = also
        self._foreign = foreign
        self._is_first = is_first
        self._containers: list[Any] = []
        self._known: list[list[Any]] = []  # what the other side knows of them
        self._ages: list[tuple[int, bool, int]] = []  # by which they are forgotten
        self.places: dict[int, int] = {}  # by identity
        self._where: dict[int, int] = {}  # at which index of these lists, by place
        self._given = self._taken = self._trims = 0  # places by this side, places by the other

    def at(self, place: int) -> Any:
        """The container at a place, as the other side has sent it.

        Raises:
            WireError: there is no such place.
        """
        where = self._where.get(place ^ 1)
        if where is None:
            raise WireError("no such list")
        return self._containers[where]

    def note(self, values: Iterable[Any], apart: Container[int] = (), *, sent: bool = True) -> None:
        """Registers the mutable containers in `values`, which have just been sent, or else received.

        The containers whose identity is in `apart` did not cross themselves, but as references. Of those that
        are known already counts what both sides know, not what a thread has just put into them.
        """
        todo = list(values)
        todo.reverse()
        seen: set[int] = set()
        most = len(self._containers) + _MOST_NOTED
        while todo and len(self._containers) < most:
            item = todo.pop()
            kind = type(item)
            if kind in _CONSTANT or id(item) in seen or id(item) in apart:
                continue
            known: Any = item
            if kind is not tuple and (place := self.places.get(id(item))) is not None:
                known = self._known[self._where[place]]
            elif kind is not tuple and kind not in _KINDS and not self._also(kind):
                if self._foreign is None or (snapshot := self._snapshot(item)) is None:
                    continue
                self._register(item, [snapshot], sent=sent)
            elif not isinstance(item, tuple):
                known = _contents(item)
                self._register(item, known, sent=sent)
            seen.add(id(item))
            if isinstance(item, (list, dict, tuple, deque)):  # what is in a set or is a key cannot be changed
                inner = known[len(known) // 2 :] if isinstance(item, dict) else known
                if not _CONSTANT.issuperset(map(type, inner)):
                    todo += [one for one in reversed(list(inner)) if type(one) not in _CONSTANT]

    def _register(self, container: Any, known: list[Any], *, sent: bool) -> None:
        if sent:
            number = self._given
            self._given, place = number + 1, 2 * number
        else:
            number = self._taken
            self._taken, place = number + 1, 2 * number + 1
        self.places[id(container)] = place
        self._where[place] = len(self._containers)
        self._ages.append((self._trims, sent is not self._is_first, number))
        self._containers.append(container)
        self._known.append(known)

    def changes(self) -> list[tuple[int, list[Any]]]:
        """The changes since the last message to the other side, as places with their new contents."""
        found: list[tuple[int, list[Any]]] = []
        if not self._containers:
            return found
        for where, (container, known) in enumerate(zip(self._containers, self._known, strict=True)):
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
                found.append((self.places[id(container)], now))
                self._known[where] = now
        return found

    def check(self, changes: list[tuple[int, list[Any]]]) -> None:
        """Makes sure that all changes can be sent.

        Raises:
            NotPlain: an array or a table holds what may not cross; the other side would refuse it.
        """
        for place, now in changes:
            container = self.at(place ^ 1)
            if not isinstance(container, _CHANGING) and now[0] is None:
                raise NotPlain(f"a {type(container).__name__} with what cannot be sent in it")

    def noted(self, changes: list[tuple[int, list[Any]]]) -> None:
        """Records that the other side has been told of `changes`."""
        for place, now in changes:
            if isinstance(self.at(place ^ 1), _CHANGING):
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
                self._known[self._where[place ^ 1]] = _contents(container)
            else:
                self._refill(container, now)
                self._known[self._where[place ^ 1]] = [self._snapshot(container)]
        for place, now in changes:
            if isinstance(self.at(place), _CHANGING):
                self.note(now, sent=False)
        if changes:
            self._check_walk()

    @property
    def containers(self) -> list[Any]:
        """The containers, in the order in which they were registered."""
        return list(self._containers)

    def reordered(self, container: Any) -> None:
        """Records that the elements of a container, which stay the same, may have another order now."""
        if (place := self.places.get(id(container))) is not None:
            self._known[self._where[place]] = _contents(container)

    def trim(self) -> None:
        """Forgets the containers registered first, as far as the bounds are exceeded.

        The other side must do so too, with no message under way in between.
        """
        self._trims += 1
        if not self._containers:
            return
        weights = [
            len(known) if isinstance(container, _CHANGING) else weight(known)
            for container, known in zip(self._containers, self._known, strict=True)
        ]
        if len(weights) <= _MOST_HELD and sum(weights) <= _MOST_ELEMENTS:
            return
        in_order = all(map(le, self._ages, self._ages[1:]))  # as it is but where threads call
        order = list(range(len(weights)))
        if not in_order:
            order.sort(key=self._ages.__getitem__)
        elements, kept = 0, 0
        for where in reversed(order):
            elements += weights[where]
            if kept == _MOST_HELD or elements > _MOST_ELEMENTS:
                break
            kept += 1
        for where in order[: len(order) - kept]:
            del self._where[self.places.pop(id(self._containers[where]))]
        # In place: inside, a new list would be known to the collector.
        lists: tuple[list[Any], ...] = (self._containers, self._known, self._ages)
        for each in lists:
            if in_order:
                del each[: len(order) - kept]
            else:
                each[:] = [each[where] for where in order[len(order) - kept :]]
        for where, container in enumerate(self._containers):
            self._where[self.places[id(container)]] = where

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
    if not isinstance(container, dict):
        return list(container)
    while True:
        keys, values = list(container), list(container.values())
        if len(keys) == len(values):  # else a thread has put something in meanwhile
            return keys + values


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
