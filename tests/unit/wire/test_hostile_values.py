"""The decoder against bytes that no encoder made: a value or a `WireError`, soon, and nothing else."""

from __future__ import annotations

import sys
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.wire import library
from grader.wire.bounds import MAX_COLLISIONS, MAX_CYCLES, MAX_INT_BITS, MAX_NODES
from grader.wire.frames import MAX_MESSAGE_BYTES, WireError
from grader.wire.messages import Message, unpack
from grader.wire.values import Ref, decode, encode

SLOW_SECONDS = 10.0
OPERATIONS = b"NTFiIdcsbBrRQXglD(]}tSzpHL"
PLAIN = {
    type(None), bool, int, float, complex, str, bytes, bytearray, range, list, tuple, dict, set, frozenset,
}  # fmt: skip


def u32(number: int) -> bytes:
    return number.to_bytes(4, "big")


def text(content: str) -> bytes:
    return b"s" + u32(len(content)) + content.encode()


def small(number: int) -> bytes:
    return b"i" + number.to_bytes(8, "big", signed=True)


def long(number: int) -> bytes:
    digits = number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True)
    return b"I" + u32(len(digits)) + digits


WORDS = (
    "Decimal", "Fraction", "date", "timedelta", "time", "timezone", "UUID", "slice", "ellipsis", "array",
    "NotImplemented",
    "deque", "OrderedDict", "defaultdict", "Counter", "SimpleNamespace", "exception", "object", "suite",
    "Annotation",
)  # fmt: skip


# Pieces of programs, so that the search gets beyond the first operation.
PARTS = st.one_of(
    st.sampled_from([bytes((operation,)) for operation in OPERATIONS]),
    st.integers(0, 6).map(lambda place: b"g" + u32(place)),
    st.integers(-3, 3).map(small),
    st.sampled_from([b"N", b"T", text("a"), b"d" + b"\x7f\xf8" + b"\0" * 6, b"B" + u32(1) + b"x"]),
    st.integers(0, 40).map(lambda count: b"Q" + u32(count) + bytes(8 * count)),
    st.sampled_from(WORDS).map(lambda word: b"(" + text(word)),
    st.binary(max_size=6),
)
PROGRAMS = st.lists(PARTS, max_size=30).map(b"".join)


def outcome(data: bytes) -> Any:
    try:
        return decode(data)
    except WireError as refusal:
        return refusal


@given(st.binary(max_size=200) | PROGRAMS)
def test_any_bytes_give_a_plain_value_or_a_wire_error(data: bytes) -> None:
    found = outcome(data)
    assert type(found) in PLAIN | {WireError} or library.has(type(found))


@given(PROGRAMS, st.data())
def test_a_value_that_is_cut_short_or_changed_is_a_value_or_a_wire_error(
    program: bytes, data: st.DataObject
) -> None:
    whole = encode([program, {1: (2, [3.5])}, {"x", "y"}, program])
    place = data.draw(st.integers(0, len(whole) - 1))
    outcome(whole[:place])
    outcome(whole[:place] + data.draw(st.binary(min_size=1, max_size=3)) + whole[place + 1 :])


@given(PROGRAMS)
@settings(max_examples=200)
def test_whatever_is_accepted_can_be_sent_again(data: bytes) -> None:
    found = outcome(data)
    if type(found) is not WireError:
        again = encode(found)
        assert encode(decode(again)) == again


@given(st.binary(max_size=60) | PROGRAMS | PROGRAMS.map(lambda inner: b"(" + small(5) + inner + b"t"))
def test_any_bytes_give_a_message_or_a_wire_error(data: bytes) -> None:
    try:
        assert isinstance(unpack(data), Message)
    except WireError:
        pass


# Each is small, or cheap to make, and promises something beyond the bounds.
BOMBS = {
    "nothing": b"",
    "two values": b"NN",
    "an unknown operation": b"?",
    "brackets never closed": b"(" * 100_000,
    "brackets never opened": b"]",
    "lists never closed": b"l" * 500_000,
    "brackets crossed": b"l(]t",
    "a list closed as a dict": b"l}",
    "a list closed as a tuple": b"lt",
    "a tuple closed as a list": b"(]",
    "a list dropped": b"lp",
    "half a pair": b"DN}",
    "a list as a key": b"Dl]N}",
    "a list in a set": b"(l]S",
    "a bracket around what was taken": b"N(pl]",
    "no such place": b"g" + u32(0),
    "a place far away": b"lg" + u32(2**32 - 1) + b"]",
    "a text of 4 GiB": b"s" + u32(2**32 - 1) + b"x",
    "bytes of 4 GiB": b"b" + u32(2**32 - 1),
    "4 G integers": b"lQ" + u32(2**32 - 1) + b"]",
    "4 G floats": b"lX" + u32(2**32 - 1) + b"]",
    "an integer too long": long(1 << (MAX_INT_BITS + 8)),
    "an integer too long by a bit": long(1 << MAX_INT_BITS),
    "five million digits": b"I" + u32(2_000_000) + b"\x7f" * 2_000_000,
    "an integer cut short": b"i\0\0",
    "a float cut short": b"d\0",
    "text that is no UTF-8": b"s" + u32(1) + b"\xff",
    "a range with no step": b"r" + small(0) + small(1) + small(0),
    "a range of texts": b"r" + text("0") * 3,
    "a reference of no ASCII kind": b"R\x01\x00" + u32(0) + b"\xff",
    "a reference cut short": b"R\x05",
    "too many parts": b"l" + b"N" * MAX_NODES + b"]",
    "tuples in a set, deeper than the C stack": b"(" + b"(" * 400_000 + b"t" * 400_000 + b"S",
    "tuples in a key, deeper than the C stack": b"D" + b"(" * 400_000 + b"t" * 400_000 + b"N}",
    "equal tuples in a set, deeper than comparing": b"(" + (b"(" * 900 + b"t" * 900) * 2 + b"S",
    "equal frozensets in a set, deeper than comparing": b"(" + (b"(" * 20_000 + b"z" * 20_000) * 2 + b"S",
    "equal frozensets as keys, deeper than comparing": b"D"
    + (b"(" * 20_000 + b"z" * 20_000 + b"N") * 2
    + b"}",
    "a set whose elements collide": (
        b"(" + b"".join(long(n * (2**61 - 1)) for n in range(MAX_COLLISIONS + 1)) + b"S"
    ),
    "a dict whose keys collide": (
        b"D" + b"".join(long(n * (2**61 - 1)) + b"N" for n in range(MAX_COLLISIONS + 1)) + b"}"
    ),
    "a hundred doublings": (
        b"l" + b"(t" + b"".join(b"(" + (b"g" + u32(n)) * 2 + b"t" for n in range(1, 100)) + b"]"
    ),
    "too many cycles": b"l" + (b"g" + u32(0)) * (MAX_CYCLES + 1) + b"]",
    "a large value with cycles": b"l" + b"g" + u32(0) + b"N" * 200_000 + b"]",
}


# From CPython 3.14 on, which measures the room on the stack, and compares what is deeper than a thousand.
COMPARED = {name for name in BOMBS if "equal frozensets" in name and sys.version_info >= (3, 14)}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_a_wire_error_soon(name: str) -> None:
    began = time.monotonic()
    found = outcome(BOMBS[name])
    assert type(found) is WireError or name in COMPARED
    assert time.monotonic() - began < SLOW_SECONDS


@pytest.mark.parametrize(
    "name",
    ["a text of 4 GiB", "bytes of 4 GiB", "4 G integers", "4 G floats", "a hundred doublings"],
)
def test_what_a_bomb_promises_is_never_allocated(name: str) -> None:
    tracemalloc.start()
    try:
        outcome(BOMBS[name])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1 << 20


def test_the_dearest_message_that_can_be_sent_is_refused_soon() -> None:
    began = time.monotonic()
    for operation in (b"l", b"(t", b"Dl]l]}"):
        found = outcome((operation * MAX_MESSAGE_BYTES)[:MAX_MESSAGE_BYTES])
        assert type(found) is WireError
    assert time.monotonic() - began < 3 * SLOW_SECONDS


def test_who_resolves_references_is_given_exactly_what_was_claimed() -> None:
    data = b"R\x03\x02" + u32(2**32 - 1) + u32(5) + b"abc" + b"\xff\xfe"
    assert decode(data, lambda ref: ref) == Ref("abc", 2**32 - 1, "\ufffd\ufffd", 5)


def test_a_reference_that_cannot_be_hashed_is_a_wire_error() -> None:
    with pytest.raises(WireError):
        decode(b"(R\x00\x00" + u32(1) + u32(0) + b"S", lambda ref: [])
