"""The value codec: exact both ways, bounded, and never surprised by bytes."""

from __future__ import annotations

import collections
import enum
import math
import struct
import sys
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.wire.bounds import MAX_COLLISIONS, MAX_CYCLES, MAX_INT_BITS, MAX_KEY_DEPTH, MAX_NODES
from grader.wire.frames import MAX_MESSAGE_BYTES, WireError
from grader.wire.values import NotPlain, Ref, decode, encode, plain_base

# A bound for machines under load, far above what any of these takes.
SLOW_SECONDS = 10.0
# All these have the same hash.
COLLIDING = [number * (2**61 - 1) for number in range(MAX_COLLISIONS + 1)]


def anatomy(value: Any) -> list[Any]:
    """Type, content and sharing of all that is in `value`, comparable where `==` is not enough."""
    found: list[Any] = []
    places: dict[int, int] = {}
    todo = [value]
    while todo:
        item = todo.pop()
        kind = type(item)
        if kind in (list, tuple, dict, set, frozenset):
            # The empty tuple is one object everywhere.
            if id(item) in places and item != ():
                found.append(("again", places[id(item)]))
                continue
            places[id(item)] = len(places)
            found.append((kind.__name__, len(item)))
            if kind is dict:
                todo += [part for pair in item.items() for part in pair]
            elif kind in (set, frozenset):
                todo += sorted(item, key=lambda part: (type(part).__name__, bits(part)))
            else:
                todo += item
        else:
            found.append((kind.__name__, bits(item)))
    return found


def bits(item: Any) -> str:
    if type(item) is float:
        return struct.pack(">d", item).hex()
    if type(item) is complex:
        return struct.pack(">dd", item.real, item.imag).hex()
    if type(item) in (tuple, frozenset):
        return repr(anatomy(item))
    return repr(item)


HASHABLE_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**200), 2**200)
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters(exclude_categories=()), max_size=20)
    | st.binary(max_size=20)
    | st.builds(range, st.integers(), st.integers(), st.integers(1) | st.integers(max_value=-1))
)
HASHABLES = st.recursive(
    HASHABLE_SCALARS,
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.frozensets(inner, max_size=4),
    max_leaves=8,
)
VALUES = st.recursive(
    HASHABLES | st.binary(max_size=9).map(bytearray),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(HASHABLES, inner, max_size=4)
        | st.sets(HASHABLES, max_size=4)
    ),
    max_leaves=25,
)


@st.composite
def tangles(draw: st.DrawFn) -> Any:
    """Lists, dicts and tuples that hold each other, themselves included."""
    count = draw(st.integers(1, 6))
    held: list[Any] = [draw(st.sampled_from((list, dict)))() for _ in range(count)]
    for _ in range(draw(st.integers(0, 4))):
        held.append(tuple(draw(st.lists(st.sampled_from(held), max_size=3))))
    for _ in range(draw(st.integers(0, 8))):
        container, part = held[draw(st.integers(0, count - 1))], draw(st.sampled_from(held))
        if type(container) is list:
            container.append(part)
        else:
            container[draw(st.integers(0, 3))] = part
    return draw(st.sampled_from(held))


# --- what goes in comes out


@given(VALUES)
@example([math.nan, -0.0, 0.0, math.inf, -math.inf, complex(-0.0, math.nan)])
@example([True, 1, 1.0, 1 + 0j, False, 0, None])
@example("\ud800 \udfff \x00 \U0010ffff")
@example({(): [], frozenset(): set(), "": {}})
@example([-(2**63), 2**63 - 1, 2**63, -(2**63) - 1])
@example([*range(16)])
@example([*map(float, range(20)), math.nan, -0.0])
@example([*range(15), 2**64])
@example([*range(16), True])
@example(struct.unpack(">d", b"\x7f\xf0\x00\x00\x00\x00\x00\x01")[0])
def test_a_value_comes_back_with_the_same_types_and_bits(value: Any) -> None:
    assert anatomy(decode(encode(value))) == anatomy(value)


@given(tangles())
def test_shared_and_cyclic_containers_keep_their_shape(value: Any) -> None:
    try:
        data = encode(value)
    except NotPlain as refusal:
        assert "cycles" in str(refusal)
    else:
        assert anatomy(decode(data)) == anatomy(value)


def test_a_tuple_reached_through_itself_comes_back_as_one() -> None:
    inner: list[Any] = []
    inner.append((inner, inner))
    outer = (inner,)
    (back,) = decode(encode(outer))
    ((first, second),) = back
    assert first is second is back


@pytest.mark.parametrize("wrap", [lambda held: [held], lambda held: (held,), lambda held: {0: held}])
def test_a_hundred_thousand_levels_pass(wrap: Any) -> None:
    value: Any = 7
    for _ in range(100_000):
        value = wrap(value)
    value = decode(encode(value))
    for _ in range(100_000):
        (value,) = value.values() if type(value) is dict else value
    assert value == 7


@pytest.mark.parametrize("make", [int, float, str, bool])
def test_two_hundred_thousand_elements_pass_quickly(make: Any) -> None:
    value = [make(number) for number in range(200_000)]
    began = time.monotonic()
    assert decode(encode(value)) == value
    assert time.monotonic() - began < SLOW_SECONDS


def test_a_grid_of_points_passes_although_minus_one_and_minus_two_share_a_hash() -> None:
    grid = {(x, y) for x in range(-60, 60) for y in range(-60, 60)}
    assert decode(encode(grid)) == grid


@pytest.mark.parametrize("bits_", [MAX_INT_BITS - 1, MAX_INT_BITS])
def test_the_longest_integers_pass_and_can_be_shown(bits_: int) -> None:
    number = (1 << bits_) - 1
    assert decode(encode([number, -number])) == [number, -number]
    assert repr(-number)  # CPython refuses above 4300 digits


# --- references


def test_what_is_not_plain_travels_as_the_reference_that_is_given_for_it() -> None:
    ref = Ref("function", 7, "näme")
    data = encode([print, {print: 1}], lambda value: ref)
    assert decode(data, lambda found: found) == [ref, {ref: 1}]


def test_the_longest_name_of_a_reference_is_cut() -> None:
    data = encode(print, lambda value: Ref("x", 1, "n\ud800" * 500))
    assert decode(data, lambda ref: ref) == Ref("x", 1, "n?" * 100)


@pytest.mark.parametrize("value", [object(), print, int, property(), type, lambda: None, iter(())])
def test_without_somebody_to_ask_nothing_but_plain_values_pass(value: object) -> None:
    for held in (value, [value], {value: 1}, (value,)):
        with pytest.raises(NotPlain):
            encode(held)


def test_a_reference_is_refused_by_who_expects_none() -> None:
    with pytest.raises(WireError):
        decode(encode(Ref("x", 1)))


def test_an_answer_about_a_strange_object_must_be_plain() -> None:
    with pytest.raises(NotPlain):
        encode(print, lambda value: len)


# --- subclasses of built-ins


def _hostile(base: type) -> type:
    def never(*_: object, **__: object) -> Any:
        raise AssertionError("the subclass was asked")

    names = (
        "__index__ __int__ __float__ __complex__ __str__ __repr__ __iter__ __len__ __getitem__ "
        "__eq__ __bool__ __getattribute__ items keys values __contains__ __class__"
    )
    own: dict[str, Any] = dict.fromkeys(names.split(), never)
    return type("Hostile", (base,), {**own, "__class__": property(never), "__hash__": base.__hash__})


@pytest.mark.parametrize(
    "value",
    [
        5,
        2.5,
        1 + 2j,
        "text",
        b"bytes",
        bytearray(b"array"),
        [1],
        (1, 2),
        {1: 2},
        {1},
        frozenset((1,)),
    ],
)
def test_a_subclass_gives_its_plain_value_and_is_never_asked(value: Any) -> None:
    plain = plain_base(_hostile(type(value))(value))
    assert (type(plain), plain) == (type(value), value)


@pytest.mark.parametrize("value", [object(), print, enum.Enum("E", "A").A, int, None.__class__])
def test_what_derives_from_no_built_in_has_no_plain_value(value: object) -> None:
    assert plain_base(value) is None


def test_named_tuples_travel_as_their_base() -> None:
    point = collections.namedtuple("point", "x y")(1, 2)
    back = decode(encode([point], plain_base))
    assert anatomy(back) == anatomy([(1, 2)])


# --- bounds, kept by the encoder


def _cycles(count: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(count):
        value.append(value)
    return value


def _nested(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = (value,)
    return value


def _doubled(levels: int) -> Any:
    value: Any = [0]
    for _ in range(levels):
        value = [value, value]
    return value


BEYOND = {
    "an integer too long": lambda: 1 << MAX_INT_BITS,
    "a range of such integers": lambda: range(1 << MAX_INT_BITS),
    "too many parts": lambda: [None] * MAX_NODES,
    "too many packed parts": lambda: list(range(MAX_NODES)),
    "too many bytes": lambda: b"x" * (MAX_MESSAGE_BYTES + 1),
    "too many bytes in all": lambda: ["x" * (MAX_MESSAGE_BYTES // 2)] * 3,
    "too many bytes with what is packed": lambda: [
        list(range(900_000)),
        "x" * (MAX_MESSAGE_BYTES - 99),
    ],
    "more than unfolds within bounds": lambda: _doubled(21),
    "too many cycles": lambda: _cycles(MAX_CYCLES + 1),
    "keys that collide": lambda: dict.fromkeys(COLLIDING),
    "elements that collide": lambda: set(COLLIDING),
    "a key nested too deep": lambda: {_nested(MAX_KEY_DEPTH + 1): 0},
}
WITHIN = {
    "parts": lambda: [None] * (MAX_NODES - 2),
    "packed parts": lambda: list(range(MAX_NODES - 3)),
    "bytes": lambda: b"x" * (MAX_MESSAGE_BYTES - 5),
    "unfolding": lambda: _doubled(15),
    "cycles": lambda: _cycles(MAX_CYCLES),
    "colliding keys": lambda: dict.fromkeys(COLLIDING[1:]),
    "a deep key": lambda: {_nested(MAX_KEY_DEPTH): 0},
}


@pytest.mark.parametrize("name", BEYOND)
def test_the_encoder_refuses_what_is_beyond_a_bound(name: str) -> None:
    with pytest.raises(NotPlain):
        encode(BEYOND[name]())


@pytest.mark.parametrize("name", WITHIN)
def test_what_is_just_within_a_bound_passes_both_ways(name: str) -> None:
    value = WITHIN[name]()
    back = decode(encode(value))
    assert encode(back) == encode(value)


def test_what_is_interned_is_so_on_the_other_side() -> None:
    computed = "".join(["Roc", "ket"])
    for name in ("Rocket", "10", "a_1"):
        assert decode(encode([name, {name: 1}]))[0] is name
    assert decode(encode(computed)) is not computed
    assert encode(computed)[:1] != encode("Rocket")[:1]
    assert decode(encode(computed)) is not sys.intern("Rocket")


def test_long_lists_and_long_texts_are_not_looked_at_for_what_is_interned() -> None:
    assert decode(encode(["Rocket"] * 2000)) == ["Rocket"] * 2000
    assert b"n" not in encode(["Rocket"] * 2000) + encode(sys.intern("x" * 200))
    with pytest.raises(WireError, match="a name of 300 bytes"):
        decode(b"n" + (300).to_bytes(4, "big") + b"x" * 300)
