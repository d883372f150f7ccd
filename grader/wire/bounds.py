"""Bounds on values that cross the wire, counted alike on both sides, and stand-ins for other objects."""

from __future__ import annotations

from itertools import chain

from .tuples import Fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


# Longer integers cost quadratic time in every conversion to text. These have at most the 4300 decimal
# digits up to which CPython does it, so showing a value never raises what looks like the candidate's doing.
MAX_INT_BITS = 14_284
# Operations of one value, each costing the judge some 40 bytes: a list of a million elements, which suites
# like to try, beside other arguments.
MAX_NODES = 1_200_000
# Nodes with shared containers counted wherever they are met: what `repr` or a comparison would walk.
MAX_WALK = 2_000_000
# With cycles a walk can branch at every one of them, so there may be few, and only in a small value.
MAX_CYCLES = 8
MAX_CYCLIC_WALK = 100_000
# Elements of one set or dict with the same hash; more would make building it quadratic. Honest ones have
# some: -1 and -2 share a hash, so in a grid of points each of a column has its double.
MAX_COLLISIONS = 64
# Tuples within tuples in an element of a set or a key: CPython hashes them by recursion on the C stack,
# without a bound of its own, and 150 000 of them overflow it; comparing them recurses as well.
MAX_KEY_DEPTH = 100
# The same anywhere else: a suite may put an answer into a set. Well below those 150 000.
MAX_TUPLE_DEPTH = 100_000
# Brackets around an object that is also a value, or a value of the standard library: not all of these are
# taken apart by Python without recursion on the C stack.
MAX_OBJECT_DEPTH = 200
MAX_NAME_BYTES = 200
# What a value costs its owner is told in parts of about 64 bytes: one for each operation, and these more. As
# measured: an empty set has 240 bytes and up to 60 for each element, a reference and proxy 250, a range 150.
SET_PARTS, REFERENCE_PARTS, RANGE_PARTS = 2, 6, 2
# An array has some 200 bytes beside its elements, a series or a frame some thousand.
PART_BYTES, ARRAY_PARTS = 64, 32
# A byte of UTF-8 can become four: one character beyond 16 bits makes all the others of its text as wide.
TEXT_BYTES_A_PART = 16


class Ref(Fields):
    """A reference to an object that is not a plain value: entry `number` in its owner's table.

    `kind` is a word for its kind, `name` its name, and `of` the number of its class unless that is built in:
    claims to show, never to believe.
    """

    kind: str
    number: int
    name: str = ""
    of: int = 0


class RefWithValue(Fields):
    """A reference to an object together with a plain value: the one that it also is, or facts about it."""

    kind: str
    number: int
    name: str
    of: int
    value: Any


class NotPlain(Exception):
    """The error for a value that cannot be sent: too large, or a part is neither plain nor referable."""


class TooLarge(Exception):
    """The error for a value that exceeds a bound of `Size`."""


class Size:
    """Counts the nodes and cycles of one value, and the steps to walk through it, alike on both sides."""

    __slots__ = ("_depths", "_shared", "cycles", "nodes", "walks")

    def __init__(self) -> None:
        self.nodes = self.cycles = 0
        self._shared = 0  # what a walk meets beyond the nodes
        self.walks: list[int] = []  # by place in the memo; -1 while the container is open
        self._depths: dict[int, int] = {}  # id of a tuple -> how many tuples deep it is

    def step(self, count: int = 1) -> None:
        """Counts `count` more nodes; raises if there are too many."""
        self.nodes += count
        if self.nodes > MAX_NODES:
            raise TooLarge(f"a value of more than {MAX_NODES} parts")

    @property
    def walk(self) -> int:
        """The number of nodes that a walk through everything counted so far would visit."""
        return self.nodes + self._shared

    def check_walk(self) -> None:
        """Raises if a walk would exceed its bound; called whenever it may, and at the value's end."""
        if self.nodes + self._shared > (MAX_CYCLIC_WALK if self.cycles else MAX_WALK):
            raise TooLarge("a value whose shared parts unfold beyond bounds")

    def built(self, container: tuple[Any, ...]) -> None:
        """Raises if a finished tuple is nested too deeply; the caller must keep the tuple alive."""
        inner = 0
        for element in container:
            if type(element) is tuple:
                inner = max(inner, self._depths.get(id(element), 1))
        if inner:  # a flat one is not worth an entry
            depth = self._depths[id(container)] = 1 + inner
            if depth > MAX_TUPLE_DEPTH:
                raise TooLarge(f"tuples nested more than {MAX_TUPLE_DEPTH} deep")

    def again(self, place: int) -> None:
        """Counts another occurrence of the container at `place` in the memo."""
        if self.walks[place] < 0:
            self.cycles += 1
            if self.cycles > MAX_CYCLES:
                raise TooLarge(f"a value with more than {MAX_CYCLES} cycles")
        else:
            self._shared += self.walks[place]
        self.check_walk()


def refuse(value: object) -> Any:
    """Raises `NotPlain`; the default of `encode` and `decode` for objects that are not plain values."""
    raise NotPlain(f"a {type(value).__name__} is not a plain value")


def collide(keys: list[Any]) -> bool:
    """Whether too many of `keys` have the same hash."""
    if len(keys) <= MAX_COLLISIONS:
        return False
    counts: dict[int, int] = {}
    for number in map(hash, keys):
        counts[number] = counts.get(number, 0) + 1
    return max(counts.values()) > MAX_COLLISIONS


def too_deep(keys: Iterable[Any]) -> bool:
    """Whether tuples in `keys` are nested beyond the bound, checked level by level."""
    level = list(filter(_is_tuple, keys))
    for _ in range(MAX_KEY_DEPTH):
        if not level:
            return False
        level = list(filter(_is_tuple, chain.from_iterable(level)))
    return bool(level)


def _is_tuple(value: object) -> bool:
    return type(value) is tuple
