"""Arrays and tables put together from parts that nearly fit: far more are values than of mere bytes."""

from __future__ import annotations

import datetime
import decimal
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.tables import conversions, tables
from fuzz.targets import bounded
from grader.wire.arrays import Array, Table, item_bytes
from grader.wire.frames import WireError
from grader.wire.values import decode, encode

_UNITS = ("Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as")
_NUMBERS = ["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]
_TIMES = [f"<{kind}8[{unit}]" for unit in _UNITS for kind in "Mm"]
_COUNTED = st.sampled_from(["s", "ms", "us", "ns"])
_DTYPES = st.sampled_from([*_NUMBERS, *_NUMBERS, *_TIMES, "<U1", "<U3", "|S2"])
_MASKED = {
    "Int8": "|i1", "UInt8": "|u1", "Int16": "<i2", "Int64": "<i8", "UInt64": "<u8", "Float32": "<f4",
    "Float64": "<f8", "boolean": "|b1",
}  # fmt: skip
_ZONES = st.sampled_from(
    ["UTC", "Europe/Oslo", "America/Sao_Paulo", "Asia/Tokyo", "Etc/GMT+12", "US/Pacific", "leapseconds", "no"]
)
_STEPS = st.sampled_from(
    ["D", "B", "h", "min", "s", "ms", "us", "ns", "W-SUN", "MS", "ME", "QS-JAN", "QE-DEC", "YS-JAN", "YE-DEC"]
)
# Small ones, the ends of each type, and times in years that pandas or Python do not know.
_WORDS = st.integers(-(2**63), 2**63 - 1) | st.sampled_from(
    [
        0, 1, 2, 3, -1, -(2**63), -(2**63) + 1, 2**63 - 1, 2**31, -(2**31), 2**53, 253402300800,
        -62135596801, 31556889864403199, 17 * 10**8, 10**18, 86400, 86400 * 10**9,
    ]
)  # fmt: skip


def table(kind: str, *parts: Any) -> Any:
    return tuple.__new__(Table, (kind, parts))


@st.composite
def arrays(draw: st.DrawFn, dtypes: st.SearchStrategy[str], length: int) -> Any:
    dtype = draw(dtypes)
    size = item_bytes(dtype) * length
    words = draw(st.lists(_WORDS, min_size=size // 8 + 1, max_size=size // 8 + 1))
    data = struct.pack(f"<{len(words)}q", *words)[:size]
    if dtype == "|b1":
        data = bytes(byte & 1 for byte in data)
    elif dtype[:2] == "<U":
        data = struct.pack(f"<{size // 4}I", *range(0x110000 - size // 4, 0x110000))
    return tuple.__new__(Array, (dtype, (length,), False, data))


def scalars() -> st.SearchStrategy[Any]:
    return arrays(_DTYPES, 1).map(lambda array: tuple.__new__(Array, (array[0], (), True, array[3])))


TIMES = (
    st.builds(lambda *parts: table("timestamp", *parts), _WORDS, _COUNTED, st.none() | _ZONES)
    | st.builds(lambda *parts: table("timedelta", *parts), _WORDS, _COUNTED)
    | st.booleans().map(lambda is_na: table("missing", is_na))
)
_PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.binary(max_size=3)
    | st.complex_numbers()
)  # fmt: skip
_LIBRARY = (
    st.decimals() | st.dates() | st.datetimes() | st.times() | st.timedeltas()
    | st.just(datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)) | st.just(decimal.Decimal("1e9999"))
)  # fmt: skip
_HASHABLE = _PLAIN | st.tuples(_PLAIN, _PLAIN) | st.frozensets(_PLAIN, max_size=2) | TIMES | scalars()
OBJECTS = st.recursive(
    _HASHABLE | _LIBRARY,
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(_PLAIN, inner, max_size=2)
        | st.sets(_PLAIN, max_size=2)
    ),
    max_leaves=5,
)  # fmt: skip
NAMES = st.none() | _PLAIN | st.tuples(_PLAIN, _PLAIN) | TIMES | scalars()


@st.composite
def columns(draw: st.DrawFn, length: int, *, nested: bool = True) -> Any:
    length = max(0, length + draw(st.sampled_from([0] * 20 + [1, -1])))
    kinds = ["plain", "object", "text", "masked", "zoned", *(["category"] if nested else [])]
    kind = draw(st.sampled_from(kinds))
    if kind == "plain":
        return "plain", draw(arrays(_DTYPES, length))
    if kind == "object":
        own = draw(st.sampled_from([OBJECTS, TIMES, scalars(), _PLAIN, _LIBRARY]))
        return "object", draw(st.lists(own, min_size=length, max_size=length))
    if kind == "text":
        texts = draw(st.lists(st.none() | st.text(max_size=3), min_size=length, max_size=length))
        return draw(st.sampled_from(["str", "string"])), texts
    if kind == "masked":
        word = draw(st.sampled_from(list(_MASKED)))
        return word, draw(arrays(st.just(_MASKED[word]), length)), draw(arrays(st.just("|b1"), length))
    if kind == "zoned":
        times = st.sampled_from([f"<M8[{unit}]" for unit in _UNITS])
        return "zoned", draw(arrays(times, length)), draw(_ZONES)
    categories = draw(indexes(draw(st.integers(0, 4)), nested=False))
    codes = draw(st.lists(st.integers(-1, 3), min_size=length, max_size=length))
    data = struct.pack(f"{length}b", *codes)
    return "category", tuple.__new__(Array, ("|i1", (length,), False, data)), categories, draw(st.booleans())


@st.composite
def indexes(draw: st.DrawFn, length: int, *, nested: bool = True) -> Any:
    if draw(st.integers(0, 2)):
        return table("index", draw(NAMES), draw(columns(length, nested=nested)), None)
    if draw(st.booleans()):
        start, step = draw(_WORDS | st.integers(-5, 5)), draw(st.sampled_from([1, 2, -1, 2**62, -(2**63), 0]))
        return table("index", draw(NAMES), ("range", start, start + length * step, step), None)
    unit = draw(st.sampled_from(["s", "us", "ns"]))
    gap = {"s": 1, "us": 10**6, "ns": 10**9}[unit] * draw(st.sampled_from([1, 60, 3600, 86400, 604800]))
    start = draw(_WORDS.map(lambda word: word // gap * gap))
    counts = [max(-(2**63), min(2**63 - 1, start + place * gap)) for place in range(length)]
    dtype = f"<{draw(st.sampled_from('Mm'))}8[{unit}]"
    array = tuple.__new__(Array, (dtype, (length,), False, struct.pack(f"<{length}q", *counts)))
    return table("index", draw(NAMES), ("plain", array), draw(_STEPS))


@st.composite
def things(draw: st.DrawFn) -> Any:
    length = draw(st.integers(0, 4))
    kind = draw(st.sampled_from(["array", "scalar", "time", "index", "series", "series", "frame", "dict"]))
    if kind == "array":
        return draw(arrays(_DTYPES, length))
    if kind == "scalar":
        return draw(scalars())
    if kind == "time":
        return draw(TIMES)
    if kind == "dict":
        return draw(st.dictionaries(_PLAIN, OBJECTS, max_size=2))
    index = draw(indexes(length))
    if kind == "index":
        return index
    if kind == "series":
        return table("series", draw(NAMES), index, draw(columns(length)))
    wide = draw(st.integers(0, 3))
    return table("frame", draw(indexes(wide)), index, [draw(columns(length)) for _ in range(wide)])


@given(st.lists(things(), min_size=1, max_size=3))
@settings(max_examples=60)
def test_what_is_put_together_of_parts_keeps_every_promise(made: list[Any]) -> None:
    tables(b"")
    data = encode(made, lambda thing: thing)
    with bounded(data):
        tables(data)


def zoned(unit: str, count: int) -> tuple[Any, ...]:
    array = tuple.__new__(Array, (f"<M8[{unit}]", (1,), False, struct.pack("<q", count)))
    return "zoned", array, "Europe/Oslo"


# What pandas makes of each of these fails where it is shown, looked up or compared, or takes all memory.
UNFIT: dict[str, tuple[Any, ...]] = {
    "a year that Python does not know": zoned("s", 2**40),
    "a year before the first": zoned("us", -(2**62)),
    "a time that overflows in its zone": zoned("ns", 2**63 - 1),
    "an index of lists": ("object", [[]]),
    "an index of sets in tuples": ("object", [(1, {2})]),
    "a range of what is no integer there": ("range", -1, -(2**64) - 1, -(2**63)),
    "a range of more than would fit": ("range", 0, 9 << 20, 1),
}


@pytest.mark.parametrize("name", UNFIT)
def test_an_index_that_pandas_cannot_use_is_refused(name: str) -> None:
    data = encode(table("index", None, UNFIT[name], None), lambda thing: thing)
    with pytest.raises(WireError):
        decode(data, conversions().together)


def test_an_index_that_pandas_cannot_use_stays_where_it_is() -> None:
    """What the other side would refuse is not sent: an odd table is no breach of the protocol."""
    foreign = conversions()
    import numpy
    import pandas

    for odd in (
        pandas.DatetimeIndex(numpy.array([2**40], "M8[s]")).tz_localize("UTC"),
        pandas.DatetimeIndex(numpy.array([2**63 - 1], "M8[ns]")).tz_localize("UTC"),
        pandas.Index([[1], [2]]), pandas.RangeIndex(9 << 20),
        pandas.DataFrame({"a": [1]}, index=pandas.Index([[1]])),
    ):  # fmt: skip
        assert foreign.apart(odd) is None
    assert foreign.apart(pandas.RangeIndex(8 << 20)) is not None
