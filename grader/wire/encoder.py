"""Encodes values to bytes in the format of `values`."""

from __future__ import annotations

import gc
import struct
from itertools import chain

from . import library
from .arrays import KINDS, Array, Table, data_bytes
from .bounds import (
    MAX_INT_BITS,
    MAX_NAME_BYTES,
    MAX_NODES,
    MAX_OBJECT_DEPTH,
    NotPlain,
    Ref,
    RefWithValue,
    Size,
    TooLarge,
    collide,
    refuse,
    too_deep,
)
from .frames import MAX_ARRAY_BYTES, MAX_MESSAGE_BYTES, WireError
from .interned import is_interned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

# Shorter runs are written one by one: the packed form pays only above this.
_PACK_FROM = 16
# Of larger values no text is looked at for being interned: this takes longer than to write it.
_MOST_LOOKED_AT = 1000
# The kind of a reference to what is kept in step, for either side.
IN_STEP = "in step"

_OP_U32 = struct.Struct(">cI")
_OP_I64 = struct.Struct(">cq")
_OP_F64 = struct.Struct(">cd")
_OP_COMPLEX = struct.Struct(">cdd")
_REF_HEAD = struct.Struct(">cBBII")


class _Close(tuple):  # type: ignore[type-arg]  # tells no more at a price when it is imported
    """A mark on the encoder's work stack, reached when everything inside a container has been written.

    It holds the operation, the container, its place in the memo (-1 for containers that enter it only when
    closed), and the walk's length before the container.
    """

    __slots__ = ()


class _Op(tuple):  # type: ignore[type-arg]
    """An operation on the encoder's work stack, to be written after its operands."""

    __slots__ = ()


def encode(
    value: object,
    other: Callable[[Any], Any] = refuse,
    places: dict[int, int] | None = None,
    head: bytes = b"",
) -> bytes:
    """Encodes `value` to bytes that `decode` understands, after the bytes `head`.

    `other` is called for every object whose type is not exactly a plain one; it returns a `Ref`, an `Array`,
    a `Table` or a plain value to send instead. `places` are the places of synchronized containers, by
    identity.

    Raises:
        NotPlain: `other` refused, an integer is too long, or the value is too large.
    """
    # The garbage collector would look again and again at a large value that is being built.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _Encoder(other, places or {}, head).run(value)
    except TooLarge as exc:
        raise NotPlain(str(exc)) from None
    finally:
        if collecting:
            gc.enable()


class _Encoder:
    def __init__(self, other: Callable[[Any], Any], places: dict[int, int], head: bytes = b"") -> None:
        self.other = other
        self.places = places
        self.out: list[bytes] = [head]
        self.bytes = self.depth = 0
        self.todo: list[Any] = []
        self.memo: dict[int, int] = {}  # id of a container -> its place
        self.alive: list[object] = []  # an id must stay taken while the memo holds it
        self.size = Size()
        self.array_bytes = 0

    def run(self, value: object) -> bytes:
        todo, size, memo, scalars = self.todo, self.size, self.memo, _SCALARS
        todo.append(value)
        while todo:
            item = todo.pop()
            kind = type(item)
            size.nodes += 1  # `size.step` written out: this is the loop to be quick in
            if size.nodes > MAX_NODES:
                size.step(0)
            if kind in scalars:
                self.write((item,))
            elif kind is _Close:
                self.close(item)
            elif kind in _BRACKETS:
                if self.places and id(item) in self.places:
                    self.write((tuple.__new__(Ref, (IN_STEP, self.places[id(item)], "", 0)),))
                elif id(item) in memo:
                    self.out.append(_OP_U32.pack(b"g", memo[id(item)]))
                    size.again(memo[id(item)])
                else:
                    self.open(item, kind)
            elif kind is _Op:
                self.out.append(item[0])
            elif self.places and id(item) in self.places:  # an array or a table
                self.write((tuple.__new__(Ref, (IN_STEP, self.places[id(item)], "", 0)),))
            else:
                instead = (
                    item if kind is Array or kind is Table else library.taken_apart(item) or self.other(item)
                )
                if type(instead) is Array or type(instead) is Table:
                    self.alive += (item, instead)
                    self.foreign(instead)
                    continue
                if type(instead) not in scalars and type(instead) not in _BRACKETS:
                    refuse(item)
                self.alive += (item, instead)
                todo.append(instead)
                size.nodes -= 1  # counted when what stands for it is written
        size.check_walk()
        data = b"".join(self.out)
        if len(data) - self.array_bytes > MAX_MESSAGE_BYTES:  # what is packed was not counted
            raise TooLarge(f"a value of more than {MAX_MESSAGE_BYTES} bytes")
        return data

    def foreign(self, thing: Array | Table) -> None:
        fields: Any = tuple.__iter__(thing)
        if type(thing) is Table:
            kind, parts = fields
            self.todo += (_Op((b"P" + bytes((KINDS.index(kind),)),)), parts)
            return
        dtype, shape, scalar, data = fields
        if data_bytes(dtype, shape) != len(data):
            raise WireError("an array that is not whole")
        self.array_bytes += len(data)
        if self.array_bytes > MAX_ARRAY_BYTES:
            raise TooLarge(f"arrays of more than {MAX_ARRAY_BYTES} bytes")
        name = dtype.encode("ascii")
        self.out.append(b"A" + bytes((len(name), len(shape), scalar)) + name)
        self.out.append(struct.pack(f">{len(shape)}I", *shape))
        self.out.append(data)

    def open(self, container: Any, kind: type) -> None:
        size, (start, end) = self.size, _BRACKETS[kind]
        if kind in _OBJECTS:  # of classes that the candidate may have found: with what cannot be changed
            elements = list(tuple.__iter__(container))
            if self.depth > MAX_OBJECT_DEPTH:
                raise TooLarge(f"objects nested more than {MAX_OBJECT_DEPTH} deep")
        else:
            elements = list(chain.from_iterable(container.items()) if kind is dict else container)
        if kind in _HASHING and elements:
            # Only what is plain: hashing anything else could run the candidate's code.
            plain = list(filter(_is_scalar, container))
            if too_deep(container) or collide(plain):
                raise TooLarge("a set or dict whose keys collide or are nested too deep")
        self.out.append(start)
        kinds = set(map(type, elements))
        if kinds <= _SCALAR_TYPES:  # the usual case: nothing inside to come back from
            packed = _packed(elements, kinds) if len(elements) >= _PACK_FROM else None
            nodes = len(elements) + (1 if packed is None else 2)  # the bracket's end, and the operation
            size.step(nodes)
            self.memo[id(container)] = len(size.walks)
            size.walks.append(nodes + 1)
            if packed is None:
                self.write(elements)
            else:
                self.out.append(packed)
            self.out.append(end)
            return
        place = -1
        if start != b"(":
            place = self.memo[id(container)] = len(size.walks)
            size.walks.append(-1)
        self.depth += 1
        self.todo.append(_Close((end, container, place, size.walk - 1)))
        elements.reverse()
        self.todo += elements

    def write(self, scalars: Sequence[Any]) -> None:
        out = self.out
        writers = _SCALARS if self.size.nodes <= _MOST_LOOKED_AT else _IN_BULK
        for scalar in scalars:
            text = writers[type(scalar)](scalar)
            self.bytes += len(text)
            if self.bytes > MAX_MESSAGE_BYTES:
                raise TooLarge(f"a value of more than {MAX_MESSAGE_BYTES} bytes")
            out.append(text)

    def close(self, mark: _Close) -> None:
        op, container, own_place, walk = tuple.__iter__(mark)
        self.depth -= 1
        place = self.memo.get(id(container), -1)
        if own_place < 0 and place >= 0:  # a tuple that was met, and closed, inside itself
            self.out.append(b"p" + _OP_U32.pack(b"g", place))
            self.size.step()  # the drop was counted by the loop
            self.size.again(place)
            return
        self.out.append(op)
        if type(container) is tuple:
            self.size.built(container)
        if own_place < 0:
            place = self.memo[id(container)] = len(self.size.walks)
            self.size.walks.append(0)
        self.size.walks[place] = self.size.walk - walk


_BRACKETS: dict[type, tuple[bytes, bytes]] = {
    list: (b"l", b"]"),
    dict: (b"D", b"}"),
    tuple: (b"(", b"t"),
    set: (b"(", b"S"),
    frozenset: (b"(", b"z"),
    RefWithValue: (b"(", b"H"),
    library.Parts: (b"(", b"L"),
}
_OBJECTS = frozenset((RefWithValue, library.Parts))
_HASHING = frozenset((dict, set, frozenset))


def _int(value: int) -> bytes:
    if -(1 << 63) <= value < 1 << 63:
        return _OP_I64.pack(b"i", value)
    if value.bit_length() > MAX_INT_BITS:
        raise NotPlain(f"an integer of {value.bit_length()} bits is above the {MAX_INT_BITS} allowed")
    return _sized(b"I", value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def _sized(op: bytes, content: bytes) -> bytes:
    return _OP_U32.pack(op, len(content)) + content


def _text(op: bytes, value: str) -> bytes:
    return _sized(op, value.encode("utf-8", "surrogatepass"))


def _ref(ref: Ref) -> bytes:
    fields: Any = tuple.__iter__(ref)  # whatever became of the class in a candidate's hands
    word, number, called, of = fields
    kind, name = word.encode("ascii"), called.encode("utf-8", "replace")[:MAX_NAME_BYTES]
    head: bytes = _REF_HEAD.pack(b"R", len(kind), len(name), number, of)
    return head + kind + name  # type: ignore[no-any-return]


_SCALARS: dict[type, Callable[[Any], bytes]] = {
    type(None): lambda value: b"N",
    bool: lambda value: b"T" if value else b"F",
    int: _int,
    float: lambda value: _OP_F64.pack(b"d", value),
    complex: lambda value: _OP_COMPLEX.pack(b"c", value.real, value.imag),
    str: lambda value: _text(b"n" if is_interned(value) else b"s", value),
    bytes: lambda value: _sized(b"b", value),
    bytearray: lambda value: _sized(b"B", bytes(value)),
    range: lambda value: b"r" + _int(value.start) + _int(value.stop) + _int(value.step),
    Ref: _ref,
}
_IN_BULK = {**_SCALARS, str: lambda value: _text(b"s", value)}
_SCALAR_TYPES = frozenset(_SCALARS)


def _is_scalar(value: object) -> bool:
    return type(value) in _SCALAR_TYPES


def _packed(elements: list[Any], kinds: set[type]) -> bytes | None:
    """The bytes of many integers or floats at once; None if `kinds`, their types, are not one such type."""
    if kinds == {int}:
        op, form = b"Q", "q"
    elif kinds == {float}:
        op, form = b"X", "d"
    else:
        return None
    try:
        return _OP_U32.pack(op, len(elements)) + struct.pack(f">{len(elements)}{form}", *elements)
    except struct.error:  # an integer of more than 64 bits
        return None
