"""Plain values to bytes and back: exact types, iterative, bounded. This is the trust boundary.

Theory of operation. The bytes are the program of a small stack machine, as in pickle, but its operations
can only build built-in values, so there is nothing that could be made to run. Brackets stand around what a
container holds. A list or dict enters the memo when it is opened, a tuple or set when it is closed, so that
shared and cyclic containers keep their shape; a tuple that was reached again through itself is dropped and
taken from the memo, as pickle does it. Nothing recurses in either direction, and both directions keep the
same counts (`_Size`), so that whatever `encode` lets pass `decode` accepts.

Whatever is not plain travels as a `Ref`: a number in a table that only its owner can read.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .frames import MAX_MESSAGE_BYTES, WireError

# Longer integers cost quadratic time in every conversion to text. These have at most the 4300 decimal
# digits up to which CPython does it, so showing a value never raises what looks like the candidate's doing.
MAX_INT_BITS = 14_284
# Operations of one value, each costing the judge some 40 bytes: 200 000 elements five times over.
MAX_NODES = 1_000_000
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
MAX_NAME_BYTES = 200

# Shorter runs are written one by one: the packed form pays only above this.
_PACK_FROM = 16

_U32 = struct.Struct(">I")
_I64 = struct.Struct(">q")
_F64 = struct.Struct(">d")
_COMPLEX = struct.Struct(">dd")


@dataclass(frozen=True, slots=True)
class Ref:
    """A stand-in for what is not plain: entry `number` in its owner's table.

    `kind` says what sort of thing it is, `name` what it is called: claims to show, never to believe.
    """

    kind: str
    number: int
    name: str = ""


class NotPlain(Exception):
    """The value cannot be sent: something in it is neither plain nor referable, or it is too large."""


class _TooLarge(Exception):
    """A bound of `_Size` was passed."""


class _Size:
    """Counts a value's nodes, cycles and walk; the same on both sides."""

    def __init__(self) -> None:
        self.nodes = self.walk = self.cycles = 0
        self.walks: list[int] = []  # by place in the memo; -1 while the container is open

    def step(self, count: int = 1) -> None:
        self.nodes += count
        self.walk += count
        if self.nodes > MAX_NODES:
            raise _TooLarge(f"a value of more than {MAX_NODES} parts")
        if self.walk > (MAX_CYCLIC_WALK if self.cycles else MAX_WALK):
            raise _TooLarge("a value whose shared parts unfold beyond bounds")

    def again(self, place: int) -> None:
        """The container at `place` of the memo is met once more."""
        if self.walks[place] < 0:
            self.cycles += 1
            if self.cycles > MAX_CYCLES:
                raise _TooLarge(f"a value with more than {MAX_CYCLES} cycles")
        else:
            self.walk += self.walks[place]
        self.step()


# --- encoding -------------------------------------------------------------------------------------------


class _Close:
    """A mark on the encoder's work stack: everything inside `container` is written."""

    __slots__ = ("container", "op", "place", "walk")

    def __init__(self, op: bytes, container: object, place: int, walk: int) -> None:
        self.op = op
        self.container = container
        self.place = place  # in the memo, -1 for what enters it only when closed
        self.walk = walk  # as it was before the container


def refuse(value: object) -> Any:
    """Accepts nothing that is not plain: the default of `encode` and `decode`."""
    raise NotPlain(f"a {type(value).__name__} is not a plain value")


def encode(value: object, other: Callable[[Any], Any] = refuse) -> bytes:
    """The bytes of `value`.

    `other` is asked about every object whose type is not exactly a plain one; it gives a `Ref` or a plain
    value to send instead.

    Raises:
        NotPlain: `other` refused, an integer is too long, or the value is too large.
    """
    try:
        return _Encoder(other).run(value)
    except _TooLarge as exc:
        raise NotPlain(str(exc)) from None


class _Encoder:
    def __init__(self, other: Callable[[Any], Any]) -> None:
        self.other = other
        self.out: list[bytes] = []
        self.bytes = 0
        self.todo: list[Any] = []
        self.memo: dict[int, int] = {}  # id of a container -> its place
        self.alive: list[object] = []  # an id must stay taken while the memo holds it
        self.size = _Size()

    def run(self, value: object) -> bytes:
        todo, size, memo, scalars = self.todo, self.size, self.memo, _SCALARS
        write = self.out.append
        todo.append(value)
        while todo:
            item = todo.pop()
            kind = type(item)
            if kind is _Close:
                self.close(item)
                continue
            scalar = scalars.get(kind)
            if scalar is not None:
                size.step()
                text = scalar(item)
                self.bytes += len(text)
                if self.bytes > MAX_MESSAGE_BYTES:
                    raise _TooLarge(f"a value of more than {MAX_MESSAGE_BYTES} bytes")
                write(text)
            elif kind in _BRACKETS:
                if id(item) in memo:
                    write(b"g" + _U32.pack(memo[id(item)]))
                    size.again(memo[id(item)])
                else:
                    self.open(item, kind)
            else:
                instead = self.other(item)
                if type(instead) not in scalars and type(instead) not in _BRACKETS:
                    refuse(item)
                self.alive += (item, instead)
                todo.append(instead)
        data = b"".join(self.out)
        if len(data) > MAX_MESSAGE_BYTES:  # what is packed was not counted
            raise _TooLarge(f"a value of more than {MAX_MESSAGE_BYTES} bytes")
        return data

    def open(self, container: Any, kind: type) -> None:
        size = self.size
        start, end = _BRACKETS[kind]
        self.out.append(start)
        place = -1
        if start != b"(":
            place = self.memo[id(container)] = len(size.walks)
            size.walks.append(-1)
        self.todo.append(_Close(end, container, place, size.walk))
        size.step()
        if kind is not list and kind is not tuple:
            # Only what is plain: hashing anything else could run the candidate's code.
            keys = [key for key in container if type(key) in _SCALARS or type(key) is tuple]
            if _too_deep(keys) or _collide([key for key in keys if type(key) is not tuple]):
                raise _TooLarge("a set or dict whose keys collide or are nested too deep")
        if kind is dict:
            for key, content in reversed(list(container.items())):
                self.todo += (content, key)
            return
        elements = list(container)
        packed = _packed(elements) if len(elements) >= _PACK_FROM else None
        if packed is None:
            elements.reverse()
            self.todo += elements
        else:
            size.step(len(elements) + 1)
            self.out.append(packed)

    def close(self, mark: _Close) -> None:
        place = self.memo.get(id(mark.container), -1)
        if mark.place < 0 and place >= 0:  # a tuple that was met, and closed, inside itself
            self.out.append(b"pg" + _U32.pack(place))
            self.size.step()
            self.size.again(place)
            return
        self.out.append(mark.op)
        self.size.step()
        if mark.place < 0:
            place = self.memo[id(mark.container)] = len(self.size.walks)
            self.size.walks.append(0)
        self.size.walks[place] = self.size.walk - mark.walk


_BRACKETS: dict[type, tuple[bytes, bytes]] = {
    list: (b"l", b"]"),
    dict: (b"D", b"}"),
    tuple: (b"(", b"t"),
    set: (b"(", b"S"),
    frozenset: (b"(", b"z"),
}


def _int(value: int) -> bytes:
    if -(1 << 63) <= value < 1 << 63:
        return b"i" + _I64.pack(value)
    if value.bit_length() > MAX_INT_BITS:
        raise NotPlain(f"an integer of {value.bit_length()} bits is above the {MAX_INT_BITS} allowed")
    return _sized(b"I", value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def _sized(op: bytes, content: bytes) -> bytes:
    return op + _U32.pack(len(content)) + content


def _ref(ref: Ref) -> bytes:
    kind, name = ref.kind.encode("ascii"), ref.name.encode("utf-8", "replace")[:MAX_NAME_BYTES]
    return b"R" + bytes((len(kind), len(name))) + _U32.pack(ref.number) + kind + name


_SCALARS: dict[type, Callable[[Any], bytes]] = {
    type(None): lambda value: b"N",
    bool: lambda value: b"T" if value else b"F",
    int: _int,
    float: lambda value: b"d" + _F64.pack(value),
    complex: lambda value: b"c" + _COMPLEX.pack(value.real, value.imag),
    str: lambda value: _sized(b"s", value.encode("utf-8", "surrogatepass")),
    bytes: lambda value: _sized(b"b", value),
    bytearray: lambda value: _sized(b"B", bytes(value)),
    range: lambda value: b"r" + _int(value.start) + _int(value.stop) + _int(value.step),
    Ref: _ref,
}


def _packed(elements: list[Any]) -> bytes | None:
    """Many integers or floats in one stroke, or None where they are not all of one such type."""
    kinds = set(map(type, elements))
    if kinds == {int}:
        op, form = b"Q", "q"
    elif kinds == {float}:
        op, form = b"X", "d"
    else:
        return None
    try:
        return op + _U32.pack(len(elements)) + struct.pack(f">{len(elements)}{form}", *elements)
    except struct.error:  # an integer of more than 64 bits
        return None


def plain_base(value: Any) -> Any:
    """The plain value inside an instance of a subclass of a built-in, or None where there is none.

    Read with the base type's own methods: nothing that the subclass defines is called.
    """
    bases = type.__dict__["__mro__"].__get__(type(value))
    for base, read in _BASES.items():
        if base in bases:
            return read(value)
    return None


_BASES: dict[type, Callable[[Any], Any]] = {
    int: int.__index__,
    float: float.__float__,
    complex: complex.__complex__,
    str: str.__str__,
    bytes: lambda value: bytes.__getitem__(value, slice(None)),
    bytearray: lambda value: bytearray(bytearray.__getitem__(value, slice(None))),
    list: lambda value: list.__getitem__(value, slice(None)),
    tuple: lambda value: tuple.__getitem__(value, slice(None)),
    dict: lambda value: dict(dict.items(value)),
    set: lambda value: set(set.__iter__(value)),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
}


# --- decoding -------------------------------------------------------------------------------------------


def decode(data: bytes, resolve: Callable[[Ref], Any] = refuse) -> Any:
    """The value that `data` describes; `resolve` gives what stands for each `Ref`.

    Raises:
        WireError: `data` is not what `encode` makes, or describes something beyond the bounds.
    """
    try:
        return _Decoder(data, resolve).run()
    except (_TooLarge, NotPlain, struct.error, IndexError, ValueError, TypeError) as exc:
        # IndexError: an empty stack or no such memo entry; ValueError: text that is not UTF-8;
        # TypeError: an unhashable element.
        raise WireError(f"not a value: {exc}") from None


class _Decoder:
    def __init__(self, data: bytes, resolve: Callable[[Ref], Any]) -> None:
        self.data = data
        self.resolve = resolve
        self.position = 0
        self.stack: list[Any] = []
        self.marks: list[tuple[int, int, int]] = []  # height of the stack, walk so far, place or -1
        self.memo: list[Any] = []
        self.size = _Size()

    def run(self) -> Any:
        data, operations, step = self.data, _OPERATIONS, self.size.step
        end = len(data)
        while self.position < end:
            operation = operations.get(data[self.position])
            if operation is None:
                raise WireError(f"unknown operation {data[self.position]:#x}")
            self.position += 1
            # `again` counts by itself, since what it costs depends on what is met.
            if operation is not _Decoder.again:
                step()
            operation(self)
        if len(self.stack) != 1 or self.marks:
            raise WireError("a value that is not whole")
        return self.stack[0]

    def take(self, count: int) -> bytes:
        chunk = self.data[self.position : self.position + count]
        if len(chunk) != count:
            raise WireError("a value that is cut short")
        self.position += count
        return chunk

    def u32(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def chunk(self) -> bytes:
        return self.take(self.u32())

    def none(self) -> None:
        self.stack.append(None)

    def true(self) -> None:
        self.stack.append(True)

    def false(self) -> None:
        self.stack.append(False)

    def integer(self) -> None:
        self.stack.append(_I64.unpack_from(self.data, self.position)[0])
        self.position += 8

    def long_integer(self) -> None:
        digits = self.chunk()
        if len(digits) > MAX_INT_BITS // 8 + 1:
            raise WireError(f"an integer of {len(digits)} bytes")
        self.stack.append(int.from_bytes(digits, "big", signed=True))

    def a_float(self) -> None:
        self.stack.append(_F64.unpack(self.take(8))[0])

    def a_complex(self) -> None:
        self.stack.append(complex(*_COMPLEX.unpack(self.take(16))))

    def text(self) -> None:
        self.stack.append(self.chunk().decode("utf-8", "surrogatepass"))

    def a_bytes(self) -> None:
        self.stack.append(self.chunk())

    def a_bytearray(self) -> None:
        self.stack.append(bytearray(self.chunk()))

    def a_range(self) -> None:
        bounds = []
        for _ in range(3):
            if (op := self.take(1)) == b"i":
                self.integer()
            elif op == b"I":
                self.long_integer()
            else:
                raise WireError("a range without bounds")
            bounds.append(self.stack.pop())
        self.stack.append(range(*bounds))

    def reference(self) -> None:
        kind_length, name_length = self.take(2)
        number = self.u32()
        kind = self.take(kind_length).decode("ascii")
        name = self.take(name_length).decode("utf-8", "replace")
        self.stack.append(self.resolve(Ref(kind, number, name)))

    def integers(self) -> None:
        self.packed("q")

    def floats(self) -> None:
        self.packed("d")

    def packed(self, form: str) -> None:
        count = self.u32()
        self.size.step(count)
        self.stack += struct.unpack(f">{count}{form}", self.take(count * 8))

    def again(self) -> None:
        place = self.u32()
        self.stack.append(self.memo[place])
        self.size.again(place)

    def open_list(self) -> None:
        self.open([])

    def open_dict(self) -> None:
        self.open({})

    def open(self, container: Any) -> None:
        self.marks.append((len(self.stack), self.size.walk - 1, len(self.memo)))
        self.remember(container, -1)

    def open_tuple(self) -> None:
        self.marks.append((len(self.stack), self.size.walk - 1, -1))

    def remember(self, container: Any, walk: int) -> None:
        self.memo.append(container)
        self.size.walks.append(walk)

    def inside(self) -> tuple[list[Any], int, int]:
        """Takes from the stack what stands since the last mark; gives also the walk and the place."""
        height, walk, place = self.marks.pop()
        if height > len(self.stack):
            raise WireError("a bracket around nothing")
        elements = self.stack[height:]
        del self.stack[height:]
        return elements, self.size.walk - walk, place

    def close_list(self) -> None:
        elements, walk, place = self.inside()
        container = self.opened(place, list)
        container += elements
        self.size.walks[place] = walk
        self.stack.append(container)

    def close_dict(self) -> None:
        elements, walk, place = self.inside()
        container = self.opened(place, dict)
        keys = elements[::2]
        if len(elements) % 2 or _too_deep(keys) or _collide(keys):
            raise WireError("a dict of half a pair, or whose keys collide or are nested too deep")
        container.update(zip(keys, elements[1::2], strict=True))
        self.size.walks[place] = walk
        self.stack.append(container)

    def opened(self, place: int, kind: type) -> Any:
        if place < 0 or type(self.memo[place]) is not kind:
            raise WireError("brackets that do not match")
        return self.memo[place]

    def close_tuple(self) -> None:
        self.build(tuple)

    def close_set(self) -> None:
        self.build(set)

    def close_frozenset(self) -> None:
        self.build(frozenset)

    def build(self, kind: Callable[[list[Any]], Any]) -> None:
        elements, walk, place = self.inside()
        if place >= 0:
            raise WireError("brackets that do not match")
        if kind is not tuple and (_too_deep(elements) or _collide(elements)):
            raise WireError("a set whose elements collide or are nested too deep")
        container = kind(elements)
        self.remember(container, walk)
        self.stack.append(container)

    def drop(self) -> None:
        if self.inside()[2] >= 0:
            raise WireError("brackets that do not match")


def _collide(keys: list[Any]) -> bool:
    if len(keys) <= MAX_COLLISIONS:
        return False
    counts: dict[int, int] = {}
    for number in map(hash, keys):
        counts[number] = counts.get(number, 0) + 1
    return max(counts.values()) > MAX_COLLISIONS


def _too_deep(keys: list[Any]) -> bool:
    """Whether tuples are nested in `keys` beyond the bound; level by level, each as often as it is met."""
    level = [key for key in keys if type(key) is tuple]
    for _ in range(MAX_KEY_DEPTH):
        if not level:
            return False
        level = [inner for held in level for inner in held if type(inner) is tuple]
    return bool(level)


_OPERATIONS: dict[int, Callable[[_Decoder], None]] = {
    ord(op): operation
    for op, operation in {
        "N": _Decoder.none,
        "T": _Decoder.true,
        "F": _Decoder.false,
        "i": _Decoder.integer,
        "I": _Decoder.long_integer,
        "d": _Decoder.a_float,
        "c": _Decoder.a_complex,
        "s": _Decoder.text,
        "b": _Decoder.a_bytes,
        "B": _Decoder.a_bytearray,
        "r": _Decoder.a_range,
        "R": _Decoder.reference,
        "Q": _Decoder.integers,
        "X": _Decoder.floats,
        "g": _Decoder.again,
        "l": _Decoder.open_list,
        "D": _Decoder.open_dict,
        "(": _Decoder.open_tuple,
        "]": _Decoder.close_list,
        "}": _Decoder.close_dict,
        "t": _Decoder.close_tuple,
        "S": _Decoder.close_set,
        "z": _Decoder.close_frozenset,
        "p": _Decoder.drop,
    }.items()
}
