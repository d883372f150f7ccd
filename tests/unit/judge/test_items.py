"""What a suite iterates over: no more is taken than it asks for, and all at once where it takes all."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from typing import Any

import pytest

from grader.judge.talk import items as module
from grader.wire import specials
from grader.wire.messages import Items, Raised, Verb
from grader.wire.values import Ref

THING = Ref("object", 7, "Thing", 9)
ITERATOR = (9, "Thing", (), specials.mask(("__iter__", "__next__")), "", 0)
GENERATOR = Ref("generator", 7, "Thing", 9)


def items(values: list[Any], *, ended: bool = False, failure: tuple[Any, ...] | None = None) -> Any:
    return lambda token: Items(token, values, ended, failure)


def test_no_more_is_taken_than_was_asked_for(talk: Callable[..., Any]) -> None:
    found = talk(THING, items([10]), items([11]))
    taking = iter(found.thing)
    assert [next(taking), next(taking)] == [10, 11]
    assert [(request.verb, request.arguments) for request in found.asked] == [
        (Verb.ITERATE, ()), (Verb.NEXT, (1,)), (Verb.NEXT, (1,)),
    ]  # fmt: skip


def test_many_items_are_taken_in_growing_portions(talk: Callable[..., Any]) -> None:
    portions = [1] * 32 + [32, 64, 128]
    found = talk(THING, *[items([0] * count) for count in portions], items([5], ended=True))
    taken = []
    for item in found.thing:
        taken.append(item)
    assert taken == [0] * 256 + [5]
    assert [request.arguments for request in found.asked[1:]] == [(count,) for count in [*portions, 256]]


# From CPython 3.14 on it asks for no length.
TUPLE = pytest.param(
    tuple, marks=pytest.mark.skipif(sys.version_info >= (3, 14), reason="asks for no length")
)


@pytest.mark.parametrize("take", [list, TUPLE, sorted, lambda thing: [*thing], ",".join])
def test_who_takes_everything_has_it_at_once(talk: Callable[..., Any], take: Callable[[Any], Any]) -> None:
    values = ["a", "b", "c"]
    found = talk(items(values, ended=True), thing=GENERATOR, own=ITERATOR)
    assert list(take(found.thing)) in (values, list("a,b,c"))
    assert [request.arguments for request in found.asked] == [(module._MOST_ITEMS,)]


def test_who_may_stop_early_does_not(talk: Callable[..., Any]) -> None:
    found = talk(*[items([number]) for number in range(3)], thing=GENERATOR, own=ITERATOR)
    assert list(itertools.islice(found.thing, 2)) == [0, 1]
    assert [request.arguments for request in found.asked] == [(1,), (1,)]


def test_an_iterators_failure_comes_after_its_items(talk: Callable[..., Any]) -> None:
    failure = (("ValueError",), ("late",), "late", None, None, None, None, ())
    over = items([], ended=True)  # whoever asks again is told by the iterator itself
    taking = iter(talk(THING, items([1]), items([], ended=True, failure=failure), over).thing)
    assert next(taking) == 1
    with pytest.raises(ValueError, match="late"):
        next(taking)
    with pytest.raises(StopIteration):
        next(taking)


def test_what_is_its_own_iterator_is_asked_at_each_iter_and_may_begin_anew(talk: Callable[..., Any]) -> None:
    found = talk(THING, items([0]), THING, items([0]), items([1]), own=ITERATOR)
    assert [list(itertools.islice(found.thing, count)) for count in (1, 2)] == [[0], [0, 1]]


def test_what_was_fetched_ahead_is_not_lost_at_the_next_iter(talk: Callable[..., Any]) -> None:
    ones = [items([number]) for number in range(32)]
    found = talk(THING, *ones, items(list(range(32, 64))), THING, items([], ended=True), own=ITERATOR)
    assert [*itertools.islice(found.thing, 40), *found.thing] == list(range(64))


def test_a_generator_that_never_ends_ends_here(
    talk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ALL_ITEMS", 3)
    found = talk(THING, *[items([0])] * 10, own=ITERATOR)
    with pytest.raises(AssertionError, match="more than 3 items came"):
        list(found.thing)
    assert len(found.asked) == 4


def test_an_iterator_that_gives_nothing_for_ever_is_an_error(talk: Callable[..., Any]) -> None:
    with pytest.raises(RuntimeError):
        list(talk(THING, items([]), own=ITERATOR).thing)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (items([5]), 5),
        (items([5], ended=True), 5),
        (items([], ended=True), StopIteration),
        (items([]), RuntimeError),
        (items([], ended=True, failure=(("KeyError",), ("k",), "", None, None, None, None, ())), KeyError),
        (lambda token: Raised(token, ("TypeError",), ("x",), "x"), TypeError),
    ],
)
def test_next_takes_one(talk: Callable[..., Any], answer: Any, expected: Any) -> None:
    found = talk(answer)
    if isinstance(expected, type):
        with pytest.raises(expected):
            next(found.thing)
    else:
        assert next(found.thing) == expected
    assert [request.arguments for request in found.asked] == [(1,)]
