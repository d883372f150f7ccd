"""Values of the standard library come back as they were, and whatever claims to be one is checked."""

from __future__ import annotations

import array
import collections
import datetime
import decimal
import fractions
import pathlib
import types
import typing
import uuid
import zoneinfo
from typing import Any

import pytest

from grader.wire import library
from grader.wire.bounds import MAX_OBJECT_DEPTH, NotPlain
from grader.wire.frames import WireError
from grader.wire.library import Parts
from grader.wire.values import decode, encode

ZONE = datetime.timezone(datetime.timedelta(hours=-3), "X")
VALUES: list[Any] = [
    decimal.Decimal("-1.50"), decimal.Decimal("NaN"), decimal.Decimal("1E+9999"), fractions.Fraction(-1, 3),
    datetime.date(2024, 2, 29), datetime.time(1, 2, 3, 4, fold=1), datetime.time(1, tzinfo=ZONE),
    datetime.datetime(2024, 2, 29, 1, tzinfo=datetime.UTC), datetime.timedelta(-1, 5), ZONE,
    datetime.datetime(2024, 7, 1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")),
    uuid.UUID(int=5), pathlib.Path("/a/b"), pathlib.PurePosixPath("x"), pathlib.PureWindowsPath("c:/x"),
    slice(1, None, "x"), ..., NotImplemented, array.array("d", [1.5]), array.array("b"),
    collections.deque([1, [2]], 3),
    collections.OrderedDict(b=1, a=2), collections.defaultdict(list, {1: [2]}), collections.Counter("abca"),
    types.SimpleNamespace(a=1, b=[2]),
]  # fmt: skip


@pytest.mark.parametrize(
    "value", VALUES, ids=[f"{type(value).__name__}-{n}" for n, value in enumerate(VALUES)]
)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    back = decode(encode([value, {"k": value}]))[0]
    assert (type(back), repr(back)) == (type(value), repr(value))


def test_what_makes_missing_values_comes_along_where_it_is_built_in() -> None:
    back = decode(encode([collections.defaultdict(int), collections.defaultdict(lambda: 5)]))
    assert [one.default_factory for one in back] == [int, None]


@pytest.mark.parametrize(
    "value",
    [list[int], dict[str, list[int]], tuple[int, ...], typing.List[int], typing.Dict[str, int],  # noqa: UP006
     int | None, typing.Optional[list[int]], typing.Union[int, str], typing.Any,  # noqa: UP007, UP045
     collections.abc.Iterable[int], typing.Iterable[int], collections.deque[int], typing.ClassVar[int],
     collections.abc.Callable[[int, str], int], collections.abc.Callable[..., int], typing.Callable[[], int],
     typing.Literal[1, "a", True, None], typing.Tuple[()], tuple[()], typing.Self, typing.List,  # noqa: UP006
     collections.abc.Generator[int, None, str], typing.Callable, typing.Final,
     typing.Optional[collections.abc.Callable[[typing.Any], int]]],  # noqa: UP045
    ids=str,
)  # fmt: skip
def test_an_annotation_equals_what_it_was(value: Any) -> None:
    assert library.together(list(library.taken_apart(value) or ())) == value


class Box(typing.Generic[typing.AnyStr]):
    pass


class Named:
    _name = "List"
    __class_getitem__ = classmethod(types.GenericAlias)


class Any_(typing.Any):
    pass


Any_.__name__ = "Any"
DEEP: Any = int
for _ in range(20):
    DEEP = list[DEEP]


@pytest.mark.parametrize(
    "value",
    [list[typing.AnyStr], typing.AnyStr, Box[str], list["Box"], typing.List["Box"], list[[]],  # type: ignore[misc, type-arg] # noqa: UP006
     DEEP, Any_, Named[int]],  # type: ignore[type-arg]
    ids=range(9),
)  # fmt: skip
def test_other_annotations_are_not_taken_apart(value: Any) -> None:
    assert library.taken_apart(value) is None


@pytest.mark.parametrize(
    "parts",
    [("eval", (int,)), ("list", 5), ("list", ("int",)), ("list", None), ("typing.Any", (int,)),
     (5, (int,)), ("typing.__loader__", (int,)), ("typing.__loader__", None), ("typing.List", (int, int)),
     ("typing.Union", 5), ("typing.Union", (int,) * 101), ("typing.Union", ()), ("typing.Union", ("x",)),
     ("typing.Literal", (int,)), ("typing.Literal", ([],)), ("Callable", ()), ("typing.Callable", ("x", int)),
     ("typing.Callable", ([int], int)), ("typing.ClassVar", (int, int)), ("list", (typing.AnyStr,)),
     ("typing.Final", (1,)), ([], None), ("typing.os", None), ("typing.sys", (int,)), ("list",)],
    ids=range(25),
)  # fmt: skip
def test_parts_that_make_no_annotation_are_invalid(parts: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match="not a"):
        library.together(["Annotation", *parts])


class Own(datetime.date):
    pass


@pytest.mark.parametrize("value", [Own(2024, 1, 1), types.ModuleType("x"), types.MappingProxyType({})])
def test_what_is_of_another_class_is_not_taken_apart(value: Any) -> None:
    assert library.taken_apart(value) is None


HOSTILE: list[tuple[Any, ...]] = [
    (), ("eval", "1"), (5,), ("Decimal",), ("Decimal", 5), ("Decimal", "x"), ("Decimal", "1" * 5001),
    ("Decimal", "1E+10001"), ("Decimal", "1E-10001"), ("Decimal", "0E+999999"),
    ("Fraction", 1, 0), ("Fraction", True, 1), ("Fraction", "1", "2"), ("date", 2024, 13, 1),
    ("date", 2024, 1), ("date", 2024, 1, 1.0), ("timedelta", 10**30, 0, 0), ("time", 1, 2, 3, 4, 0, 5),
    ("time", 1, 2, 3, 4, 7, None), ("datetime", 2024, 1, 1, 1, 1, 1, 1, 0, "UTC"),
    ("timezone", 5, None), ("timezone", datetime.timedelta(2), None), ("ZoneInfo", "../../etc/passwd"),
    ("ZoneInfo", "/etc/localtime"), ("ZoneInfo", "Nowhere/At_All"), ("UUID", "x"),
    ("PosixPath", "x" * 5000), ("PosixPath", b"x"), ("slice", [1], None, None),
    ("slice", slice(1), 2, 3), ("array", "u", ["ab"]), ("array", "w", []), ("array", "b", [300]),
    ("array", "d", (1.0,)), ("deque", (1,), None), ("deque", [1], -1), ("deque", [1], True),
    ("OrderedDict", [1], []), ("OrderedDict", [[1]], [1]), ("Counter", [1, 2], [1]),
    ("defaultdict", [1], [2], "eval"), ("defaultdict", [1], [2], 5), ("SimpleNamespace", [1], [2]),
    ("ellipsis", 1), ("NotImplemented", 1),
]  # fmt: skip


@pytest.mark.parametrize("parts", HOSTILE, ids=[f"{n}" for n in range(len(HOSTILE))])
def test_parts_that_make_no_value_are_a_wire_error(parts: tuple[Any, ...]) -> None:
    with pytest.raises(WireError):
        decode(encode(Parts(parts)))


@pytest.mark.parametrize("text", ["1E+999999", "-5E-999999", "0E+999999"])
def test_a_number_that_takes_long_to_write_out_stays_where_it_is(text: str) -> None:
    with pytest.raises(NotPlain):
        encode(decimal.Decimal(text))


def test_keys_that_collide_are_refused() -> None:
    keys = [number * (2**61 - 1) for number in range(1000)]
    with pytest.raises(WireError):
        decode(encode(Parts(("Counter", keys, keys))))


def test_such_values_are_not_nested_deeper_than_python_can_take_them_apart() -> None:
    value: Any = collections.deque()
    for _ in range(MAX_OBJECT_DEPTH + 10):
        value = collections.deque([[value]])
    with pytest.raises(NotPlain):
        encode(value)
    parts: Any = Parts(("deque", [], None))
    data = encode(parts)
    for _ in range(50_000):
        data = b"(" + encode("deque") + b"l" + data + b"]" + b"N" + b"L"
        if len(data) > 4_000_000:
            break
    with pytest.raises(WireError):
        decode(data)
