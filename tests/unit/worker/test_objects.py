"""The table of what stays inside, and what the judge's references mean there."""

from __future__ import annotations

import collections
import enum
import functools
import types
from typing import Any

import pytest
from worker.objects import Missing, Objects, Symbol, is_class, kind_of
from worker.visible import SuiteIterator

from grader.wire.values import Ref, plain_base


class Colour(enum.Enum):
    RED = 1


class Number(enum.IntEnum):
    ONE = 1


class Meta(type):
    def __instancecheck__(cls, instance: object) -> bool:
        raise AssertionError("asked")

    def __getattribute__(cls, name: str) -> Any:
        if name in ("__mro__", "__class__"):
            raise AssertionError("asked")
        return super().__getattribute__(name)


class Liar:
    """Says that it is an integer, and fails at every look."""

    @property
    def __class__(self) -> Any:
        raise AssertionError("asked")

    def __getattr__(self, name: str) -> Any:
        raise AssertionError("asked")

    __eq__ = __hash__ = __bool__ = __len__ = __iter__ = __repr__ = __getattr__  # type: ignore[assignment]


class Counter:
    def __iter__(self) -> Counter:
        return self

    def __next__(self) -> int:
        return 1


def function() -> None: ...


def generator() -> Any:
    yield


async def coroutine() -> None: ...


async def async_generator() -> Any:
    yield


LIVE_COROUTINE = coroutine()
LIVE_COROUTINE.close()


# By name: pytest looks closely at values that stand in a table of its own.
THINGS: dict[str, tuple[Any, str]] = {
    "a function": (function, "function"),
    "a lambda": (lambda: None, "function"),
    "a built-in function": (len, "function"),
    "a built-in method": ([].append, "function"),
    "a generator function": (generator, "generator function"),
    "a generator": (generator(), "generator"),
    "a coroutine function": (coroutine, "coroutine function"),
    "a coroutine": (LIVE_COROUTINE, "coroutine"),
    "an async generator function": (async_generator, "async generator function"),
    "an async generator": (async_generator(), "async generator"),
    "a method": (Objects(print).handle, "method"),
    "a module": (types, "module"),
    "a class": (Liar, "class"),
    "a built-in class": (int, "class"),
    "a class that does not answer": (Meta("M", (), {}), "class"),
    "an enum": (Colour, "enum class"),
    "an enum of integers": (Number, "enum class"),
    "a member": (Colour.RED, "enum member"),
    "a member that is an integer": (Number.ONE, "enum member"),
    "an iterator": (iter([]), "iterator"),
    "an iterator of the candidate's": (Counter(), "iterator"),
    "an object": (object(), "object"),
    "a partial function": (functools.partial(len), "object"),
    "a liar": (Liar(), "object"),
    "an object of such a class": (Meta("M", (), {})(), "object"),
}


@pytest.mark.parametrize("name", THINGS)
def test_what_a_thing_is_is_found_without_asking_it(name: str) -> None:
    value, word = THINGS[name]
    assert kind_of(value) == word


def test_a_class_is_known_whatever_it_says() -> None:
    assert is_class(Meta("M", (), {})) and is_class(int)
    assert not is_class(Liar())


@pytest.fixture
def objects() -> Objects:
    return Objects(lambda call: (False, call))


def test_the_same_object_has_the_same_number(objects: Objects) -> None:
    first, second = object(), object()
    assert [objects.handle(value).number for value in (first, second, first)] == [0, 1, 0]
    assert objects.resolve(Ref("inside", 1)) is second


def test_an_object_stays_while_its_number_may_be_asked_for(objects: Objects) -> None:
    numbers = [objects.handle([number]).number for number in range(100)]
    assert numbers == list(range(100))
    assert [objects.resolve(Ref("inside", number)) for number in numbers] == [[n] for n in range(100)]


NAMED: dict[str, Any] = {
    "function": function, "Colour": Colour, "Colour.RED": Colour.RED, "object": object(), "Liar": Liar(),
    "x" * 100: type("x" * 500, (), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_a_reference_carries_a_short_name(objects: Objects, name: str) -> None:
    assert objects.handle(NAMED[name]).name == name


def test_a_function_without_an_honest_name_has_none(objects: Objects) -> None:
    class Name(str):
        def __str__(self) -> str:
            raise AssertionError("asked")

    def other() -> None: ...

    other.__name__ = Name("other")
    assert objects.handle(other) == Ref("function", 0, "other")


class Text(str):
    pass


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Text("x"), "x"),
        (collections.OrderedDict(a=1), {"a": 1}),
        (collections.namedtuple("point", "x y")(1, 2), (1, 2)),
    ],
)
def test_a_subclass_of_a_built_in_is_sent_as_its_plain_value(
    objects: Objects, value: Any, plain: Any
) -> None:
    found = objects.refer(value)
    assert (type(found), found) == (type(plain), plain)


@pytest.mark.parametrize("member", [Colour.RED, Number.ONE, enum.Flag("F", "A").A])
def test_an_enum_member_is_never_sent_as_its_value(objects: Objects, member: Any) -> None:
    assert objects.refer(member).kind == "enum member"
    assert objects.resolve(Ref("inside", 0)) is member


def test_whatever_else_is_sent_as_a_reference(objects: Objects) -> None:
    assert objects.refer(Liar()) == Ref("object", 0, "Liar")


# --- what the judge's references mean


def test_a_call_back_asks_the_judge_with_its_number(objects: Objects) -> None:
    found = objects.resolve(Ref("callback", 5, "double"))
    assert found.__name__ == found.__qualname__ == "double"
    assert found(1, x=2) == (5, (1,), {"x": 2})


def test_a_call_back_without_a_name_is_a_function(objects: Objects) -> None:
    assert objects.resolve(Ref("callback", 5)).__name__ == "function"


def test_a_stream_is_fetched_item_by_item() -> None:
    left = [(1,), (None,), ()]
    asked: list[tuple[Any, ...]] = []

    def call_back(call: tuple[Any, ...]) -> tuple[bool, Any]:
        asked.append(call)
        return False, left.pop(0)

    stream = Objects(call_back).resolve(Ref("stream", 3))
    assert type(stream) is SuiteIterator and iter(stream) is stream
    assert next(stream) == 1
    assert asked == [(3, (), {})]
    assert list(stream) == [None]


@pytest.mark.parametrize("name", ["int", "ValueError", "len", "dict"])
def test_a_built_in_is_found_by_name(objects: Objects, name: str) -> None:
    assert objects.resolve(Ref("builtin", 0, name)) is vars(__import__("builtins"))[name]


def symbol(path: str) -> Symbol:
    """The symbol that a reference of the judge's means."""
    made = Objects(lambda call: (False, None)).resolve(Ref("symbol", 0, path))
    assert type(made) is Symbol
    return made


@pytest.fixture
def module(objects: Objects) -> types.ModuleType:
    objects.module = types.ModuleType("solution")
    objects.module.flatten = function  # type: ignore[attr-defined]
    objects.module.Colour = Colour  # type: ignore[attr-defined]
    return objects.module


def test_a_name_is_looked_up_when_it_is_used(objects: Objects, module: types.ModuleType) -> None:
    name = objects.resolve(Ref("symbol", 0, "later"))
    assert type(name) is Symbol
    module.later = 5  # type: ignore[attr-defined]
    assert objects.looked_up(name) == 5


def test_a_dotted_name_is_followed(objects: Objects, module: types.ModuleType) -> None:
    assert objects.look_up(symbol("Colour.RED")) is Colour.RED


def test_a_name_that_the_module_lacks_is_missing_and_one_further_in_is_not(
    objects: Objects, module: types.ModuleType
) -> None:
    with pytest.raises(Missing) as caught:
        objects.look_up(symbol("nothing.more"))
    assert str(caught.value) == "nothing"
    with pytest.raises(AttributeError) as inner:
        objects.look_up(symbol("Colour.BLUE"))
    assert type(inner.value) is AttributeError


def test_names_within_arguments_are_looked_up(objects: Objects, module: types.ModuleType) -> None:
    name = symbol("flatten")
    given = ([name, 1], {"f": name, name: (name,)}, {name}, frozenset((name,)))
    assert objects.looked_up(given) == (
        [function, 1], {"f": function, function: (function,)}, {function}, frozenset((function,)),
    )  # fmt: skip


def test_arguments_without_names_are_the_very_same_objects(objects: Objects) -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    cyclic: list[Any] = []
    cyclic.append(cyclic)
    for value in (deep, cyclic, {1: deep}, (cyclic,)):
        assert objects.looked_up(value) is value


class EqualToAll(type):
    def __eq__(cls, other: object) -> bool:
        return True

    def __hash__(cls) -> int:
        return hash(types.GeneratorType)


class Everything(metaclass=EqualToAll):
    pass


def test_a_class_that_equals_all_others_is_still_none_of_them() -> None:
    value = Everything()
    assert plain_base(value) is None
    assert (kind_of(value), kind_of(Everything), is_class(value)) == ("object", "class", False)
    ref = Objects(lambda call: (False, None)).refer(value)
    assert (ref.kind, ref.name) == ("object", "Everything")
