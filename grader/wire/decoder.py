"""Decodes bytes to values in the format of `values`; all input may be hostile."""

from __future__ import annotations

import gc
import struct

from . import library
from .arrays import KINDS, Array, Table, data_bytes
from .bounds import (
    ARRAY_PARTS,
    MAX_INT_BITS,
    MAX_NAME_BYTES,
    MAX_NODES,
    MAX_OBJECT_DEPTH,
    PART_BYTES,
    RANGE_PARTS,
    REFERENCE_PARTS,
    SET_PARTS,
    TEXT_BYTES_A_PART,
    NotPlain,
    Ref,
    RefWithValue,
    Size,
    TooLarge,
    collide,
    refuse,
    too_deep,
)  # fmt: skip
from .frames import MAX_ARRAY_BYTES, MAX_MESSAGE_BYTES, WireError
from .interned import LONGEST, intern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_I64 = struct.Struct(">q")
_F64 = struct.Struct(">d")
_COMPLEX = struct.Struct(">dd")
_REF_HEAD = struct.Struct(">BBII")  # lengths of kind and name, number, its class


def decode(
    data: bytes,
    resolve: Callable[[Any], Any] = refuse,
    spend: Callable[[int], None] | None = None,
    start: int = 0,
) -> Any:
    """Decodes the value in `data` from `start` on; `resolve` converts each `Ref`, `Array` and `Table`.

    `spend` is called with the costs of the value's parts, and may refuse them with a `WireError`.

    Raises:
        WireError: `data` is not what `encode` makes, or describes something beyond the bounds.
    """
    # The garbage collector would look again and again at a large value that is being built.
    collecting = gc.isenabled()
    gc.disable()
    try:
        decoder = _Decoder(data, resolve, start)
        value = decoder.run()
        if spend is not None:
            spend(decoder.size.nodes + decoder.dear)
        return value
    except (
        TooLarge, NotPlain, struct.error, IndexError, ValueError, TypeError, RecursionError,
    ) as exc:  # fmt: skip
        # IndexError: an empty stack or no such memo entry; ValueError: text that is not UTF-8;
        # TypeError: an unhashable element; RecursionError: equal frozensets in a set, nested a thousand deep.
        raise WireError(f"not a value: {exc}") from None
    finally:
        if collecting:
            gc.enable()


def _ref(chunk: bytes) -> Ref:
    kind_length, _, number, of = _REF_HEAD.unpack_from(chunk)
    kind, name = chunk[_REF_HEAD.size :][:kind_length], chunk[_REF_HEAD.size + kind_length :]
    return tuple.__new__(Ref, (kind.decode("ascii"), number, name.decode("utf-8", "replace"), of))


class _Decoder:
    def __init__(self, data: bytes, resolve: Callable[[Any], Any], start: int) -> None:
        self.data = data
        self.resolve = resolve
        self.position = start
        self.stack: list[Any] = []
        self.marks: list[tuple[int, int, int]] = []  # height of the stack, walk so far, place or -1
        self.memo: list[Any] = []
        self.size = Size()
        self.dear = 0  # parts beyond one a node
        self.array_bytes = 0

    def run(self) -> Any:
        data, operations, size = self.data, _OPERATIONS, self.size
        end = len(data)
        while self.position < end:
            operation = operations.get(data[self.position])
            if operation is None:
                raise WireError(f"unknown operation {data[self.position]:#x}")
            self.position += 1
            size.nodes += 1  # `size.step` written out: this is the loop to be quick in
            if size.nodes > MAX_NODES:
                size.step(0)
            operation(self)
        size.check_walk()
        if end - self.array_bytes > MAX_MESSAGE_BYTES:
            raise WireError(f"a value of {end} bytes")
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
        count = self.u32()
        self.dear += count // TEXT_BYTES_A_PART
        return self.take(count)

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
        value = int.from_bytes(digits, "big", signed=True)
        if value.bit_length() > MAX_INT_BITS:  # by a few bits: it could not be written in digits
            raise WireError(f"an integer of {value.bit_length()} bits")
        self.stack.append(value)

    def a_float(self) -> None:
        self.stack.append(_F64.unpack(self.take(8))[0])

    def a_complex(self) -> None:
        self.stack.append(complex(*_COMPLEX.unpack(self.take(16))))

    def text(self) -> None:
        self.stack.append(self.chunk().decode("utf-8", "surrogatepass"))

    def interned_text(self) -> None:
        content = self.chunk()
        if len(content) > 4 * LONGEST:
            raise WireError(f"a name of {len(content)} bytes")
        self.stack.append(intern(content.decode("utf-8", "surrogatepass")))

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
        self.dear += RANGE_PARTS
        self.stack.append(range(*bounds))

    def reference(self) -> None:
        self.dear += REFERENCE_PARTS
        lengths = self.data[self.position : self.position + 2]
        self.stack.append(self.resolve(_ref(self.take(_REF_HEAD.size + sum(lengths)))))

    def array(self) -> None:
        length, dimensions, scalar = self.take(3)
        dtype = self.take(length).decode("ascii")
        shape = struct.unpack(f">{dimensions}I", self.take(4 * dimensions))
        count = data_bytes(dtype, shape)
        self.array_bytes += count
        if self.array_bytes > MAX_ARRAY_BYTES:
            raise TooLarge(f"arrays of more than {MAX_ARRAY_BYTES} bytes")
        self.dear += ARRAY_PARTS + count // PART_BYTES
        self.stack.append(self.resolve(tuple.__new__(Array, (dtype, shape, bool(scalar), self.take(count)))))

    def table(self) -> None:
        kind = KINDS[self.take(1)[0]]
        self.dear += ARRAY_PARTS
        self.stack.append(self.resolve(tuple.__new__(Table, (kind, self.stack.pop()))))

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
        """Pops the elements pushed since the last mark; returns also the walk and the container's place."""
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
        if elements:
            keys = elements[::2]
            if len(elements) % 2 or too_deep(keys) or collide(keys):
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
        if kind is not tuple:
            if too_deep(elements) or collide(elements):
                raise WireError("a set whose elements collide or are nested too deep")
            self.dear += SET_PARTS + len(elements)
        container = kind(elements)
        if kind is tuple:
            self.size.built(container)
        self.remember(container, walk)
        self.stack.append(container)

    def close_held(self) -> None:
        parts, walk = self.object_inside()
        if tuple(map(type, parts[:4])) != (str, int, str, int) or len(parts) != 5:
            raise WireError("not an object with a value")
        if not parts[0].isascii() or max(map(len, (parts[0], parts[2]))) > MAX_NAME_BYTES:
            raise WireError("not an object with a value")
        self.dear += REFERENCE_PARTS
        self.built(self.resolve(tuple.__new__(RefWithValue, parts)), walk)

    def close_library(self) -> None:
        parts, walk = self.object_inside()
        self.dear += REFERENCE_PARTS
        for part in parts:
            if type(part) is list:
                self.dear += 2 * len(part)
        self.built(library.together(parts), walk)

    def object_inside(self) -> tuple[list[Any], int]:
        elements, walk, place = self.inside()
        if place >= 0 or len(self.marks) > MAX_OBJECT_DEPTH:
            raise WireError("objects nested too deep, or brackets that do not match")
        return elements, walk

    def built(self, value: Any, walk: int) -> None:
        self.remember(value, walk)
        self.stack.append(value)

    def drop(self) -> None:
        if self.inside()[2] >= 0:
            raise WireError("brackets that do not match")


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
        "n": _Decoder.interned_text,
        "b": _Decoder.a_bytes,
        "B": _Decoder.a_bytearray,
        "r": _Decoder.a_range,
        "R": _Decoder.reference,
        "A": _Decoder.array,
        "P": _Decoder.table,
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
        "H": _Decoder.close_held,
        "L": _Decoder.close_library,
    }.items()
}
