"""The table of what stays inside, and what the judge's references mean there."""

from __future__ import annotations

import collections
import enum
import functools
import types
from typing import Any

import pytest
from worker.classes import is_class
from worker.objects import Objects, kind_of
from worker.suite_functions import SuiteIterator

from grader.wire import specials
from grader.wire.values import Ref, RefWithValue, plain_base


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
    "a built-in function": (len, "built-in function"),
    "a built-in method": ([].append, "built-in function"),
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
    assert [objects.handle(value).number for value in (first, second, first)] == [2, 3, 2]
    assert objects.resolve(Ref("inside", 3)) is second


def test_an_object_stays_while_its_number_may_be_asked_for(objects: Objects) -> None:
    numbers = [objects.handle([number]).number for number in range(100)]
    assert len(set(numbers)) == 100
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
    assert objects.handle(other) == Ref("function", 1, "other")


class Text(str):
    pass


class Items(list[int]):
    pass


@pytest.mark.parametrize(
    ("value", "plain"),
    [(Text("x"), "x"), (collections.namedtuple("point", "x y")(1, 2), (1, 2)), (Number.ONE, 1)],
)
def test_what_is_a_fixed_value_besides_is_sent_with_it(objects: Objects, value: Any, plain: Any) -> None:
    found = objects.refer(value)
    assert type(found) is RefWithValue
    assert (type(found.value), found.value) == (type(plain), plain)


@pytest.mark.parametrize("value", [Items([1]), Colour.RED, enum.Flag("F", "A").A, ValueError("no"), Items])
def test_whatever_can_change_is_sent_as_a_reference(objects: Objects, value: Any) -> None:
    found = objects.refer(value)
    assert type(found) is Ref
    assert objects.resolve(Ref("inside", found.number)) is value


def test_a_built_in_class_is_sent_by_its_name(objects: Objects) -> None:
    assert objects.refer(int) == Ref("builtin", 0, "int")


def test_the_judge_is_told_of_a_class_once_and_of_its_bases_first(objects: Objects) -> None:
    class Own(ValueError):
        def __call__(self) -> None: ...

    class Further(Own):
        __hash__ = None  # type: ignore[assignment]

    objects.handle(Further())
    own, further = objects.told()
    assert own[1:] == ("Own", ("ValueError",), specials.mask(["__call__"]), "", 0)
    assert further[1:] == ("Further", (own[0],), specials.UNHASHABLE, "", 0)
    objects.handle(Further())
    assert objects.told() == []


def test_a_class_is_described_without_being_asked(objects: Objects) -> None:
    objects.handle(Liar())
    objects.handle(Meta("M", (), {})())
    told = objects.told()
    assert [described[1] for described in told] == ["Liar", "type", "Meta", "M"]
    assert told[3][5] == told[2][0]  # the class of the class


def test_whatever_else_is_sent_as_a_reference(objects: Objects) -> None:
    assert objects.refer(Liar()) == Ref("object", 2, "Liar", 1)


# --- what the judge's references mean


def test_a_call_back_asks_the_judge_with_its_number(objects: Objects) -> None:
    found = objects.resolve(Ref("callback", 5, "double"))
    assert found.__name__ == found.__qualname__ == "double"
    assert found(1, x=2) == (5, (1,), {"x": 2})


def test_a_call_back_without_a_name_is_a_function(objects: Objects) -> None:
    assert objects.resolve(Ref("callback", 5)).__name__ == "function"


def test_a_stream_is_fetched_item_by_item() -> None:
    left = [(True, 1), (True, None), (False, None)]
    asked: list[tuple[Any, ...]] = []

    def call_back(call: tuple[Any, ...]) -> tuple[bool, Any]:
        asked.append(call)
        return False, left.pop(0)

    stream = Objects(call_back).resolve(Ref("stream", 3))
    assert type(stream) is SuiteIterator and iter(stream) is stream
    assert next(stream) == 1
    assert asked == [(3, ("next",), {})]
    assert list(stream) == [None]


@pytest.mark.parametrize("name", ["int", "ValueError", "len", "dict"])
def test_a_built_in_is_found_by_name(objects: Objects, name: str) -> None:
    assert objects.resolve(Ref("builtin", 0, name)) is vars(__import__("builtins"))[name]


def test_what_is_given_twice_is_the_same_and_goes_back_as_what_it_is(objects: Objects) -> None:
    found = objects.resolve(Ref("callback", 5, "double"))
    assert objects.resolve(Ref("callback", 5, "double")) is found
    assert objects.refer(found) == Ref("suite", 5)


def test_an_object_of_the_suite_asks_for_all_that_is_done_with_it(objects: Objects) -> None:
    methods = f"{specials.mask(['__len__', '__call__']):x}"
    found = objects.resolve(Ref("suite object", 5, f"{methods} Duck"))
    assert type(found).__name__ == "Duck" and callable(found)
    assert found.quack == (5, ("getattr", "quack"), {})
    assert found(1, x=2) == (5, ("call", 1), {"x": 2})
    assert not hasattr(type(found), "__iter__")


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
