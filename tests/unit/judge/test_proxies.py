"""What a suite touches: reads travel, decisions do not."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable
from typing import Any

import pytest

from grader.judge.talk.proxies import Proxy, described, identity, kind, reference
from grader.wire.messages import Items, Raised, Request, Returned, Verb
from grader.wire.values import Ref

Meet = Callable[..., Any]
FLATTEN = Ref("symbol", 0, "flatten")
THING = Ref("object", 7, "Thing")


# --- reads travel


async def _next_async(thing: Any) -> Any:
    return await thing.__anext__()


READS: list[tuple[Callable[[Any], Any], int, tuple[Any, ...]]] = [
    (lambda thing: thing(1, "x"), Verb.CALL, (1, "x")),
    (lambda thing: thing.name, Verb.GET, ("name",)),
    (lambda thing: thing._private, Verb.GET, ("_private",)),
    (lambda thing: thing.__name__, Verb.GET, ("__name__",)),
    (lambda thing: thing[0], Verb.ITEM, (0,)),
    (lambda thing: thing["a", 1], Verb.ITEM, (("a", 1),)),
    (lambda thing: thing[1:5:2], Verb.ITEM, (1, 5, 2)),
    (len, Verb.LENGTH, ()),
    (lambda thing: 5 in thing, Verb.CONTAINS, (5,)),
    (lambda thing: thing.__enter__(), Verb.ENTER, ()),
    (lambda thing: thing.__exit__(None, None, None), Verb.EXIT, (None, "None")),
    (lambda thing: thing.__exit__(KeyError, KeyError("k"), None), Verb.EXIT, ("KeyError", "'k'")),
    (iter, Verb.ITERATE, ()),
    (lambda thing: thing.__aiter__(), Verb.ITERATE_ASYNC, ()),
    (lambda thing: asyncio.run(_next_async(thing)), Verb.NEXT_ASYNC, ()),
    (lambda thing: asyncio.run(thing.__aenter__()), Verb.ENTER_ASYNC, ()),
    (lambda thing: asyncio.run(thing.__aexit__(None, None, None)), Verb.EXIT_ASYNC, (None, "None")),
    (lambda thing: asyncio.run(_awaited(thing)), Verb.AWAIT, ()),
    (lambda thing: setattr(thing, "name", 5), Verb.SET, ("name", 5)),
    (lambda thing: thing.__setitem__(0, 5), Verb.SET_ITEM, (0, 5)),
    (lambda thing: thing.__delitem__(0), Verb.DELETE_ITEM, (0,)),
]


async def _awaited(thing: Any) -> Any:
    return await thing


@pytest.mark.parametrize(("read", "verb", "arguments"), READS)
def test_a_read_is_one_request(
    talk: Callable[..., Any], read: Callable[[Any], Any], verb: int, arguments: tuple[Any, ...]
) -> None:
    found = talk()
    read(found.thing)
    (request,) = found.asked
    inside = Ref("inside", 7, "Thing")
    assert request == Request(request.token, verb, inside, arguments, {}, False)


@pytest.mark.parametrize("name", ["depth", "self", "target", "verb", "arguments", "keep", "größe"])
def test_a_keyword_of_any_name_travels_with_a_call(talk: Callable[..., Any], name: str) -> None:
    found = talk()
    found.thing(1, **{name: 2})
    assert [(request.arguments, request.keywords) for request in found.asked] == [((1,), {name: 2})]


def test_a_proxy_that_is_passed_is_the_object_itself_inside(talk: Callable[..., Any]) -> None:
    found = talk()
    found.thing([found.thing], {"key": found.thing})
    inside = Ref("inside", 7, "Thing")
    assert found.asked[0].arguments == ([inside], {"key": inside})


@pytest.mark.parametrize(
    "claimed", ["symbol", "inside", "callback", "builtin", "stream", "class", "", "x" * 90]
)
def test_whatever_kind_is_claimed_the_judge_sends_back_an_entry_of_their_table(
    talk: Callable[..., Any], claimed: str
) -> None:
    found = talk(thing=Ref(claimed, 7, "eval"))
    found.thing()
    assert reference(found.thing) == Ref("inside", 7, "eval")
    assert kind(found.thing) == claimed
    assert [request.target for request in found.asked] == [Ref("inside", 7, "eval")]


# --- decisions do not


OTHERS: list[Any] = [
    None,
    True,
    7,
    7.0,
    "Thing",
    b"",
    [7],
    (7,),
    {7: 7},
    {7},
    object(),
    Proxy,
    THING,
]
DECISIONS: dict[str, Callable[[Any], Any]] = {
    "equals": lambda thing: [thing == other for other in OTHERS] == [False] * len(OTHERS),
    "is equalled": lambda thing: [other == thing for other in OTHERS] == [False] * len(OTHERS),
    "differs": lambda thing: all(thing != other and other != thing for other in OTHERS),
    "equals within containers": lambda thing: [thing] != [7] and {"x": thing} != {"x": True},
    "equals itself": lambda thing: thing == thing and [thing] == [thing],
    "is of no other type": lambda thing: not isinstance(thing, (int, str, list, dict, bool, type)),
    "has our class": lambda thing: thing.__class__ is Proxy and type(thing) is Proxy,
    "hashes": lambda thing: hash(thing) == hash(thing),
    "is a key": lambda thing: {thing: 1}[thing] == 1 and thing in {thing} and 7 not in {thing},
    "is shown": lambda thing: repr(thing) == str(thing) == f"{thing}" == "<the candidate's Thing>",
    "is found in a list": lambda thing: thing in [1, thing] and thing not in [7, "Thing"],
}


@pytest.mark.parametrize("name", DECISIONS)
def test_what_decides_a_test_is_settled_here(talk: Callable[..., Any], name: str) -> None:
    found = talk()
    assert DECISIONS[name](found.thing)
    assert found.asked == []


IMPOSSIBLE: dict[str, Callable[[Any], Any]] = {
    "truth": bool,
    "negation": lambda thing: not thing,
    "a condition": lambda thing: 1 if thing else 2,
    "all": lambda thing: all([thing]),
    "less": lambda thing: thing < 5,
    "more": lambda thing: thing >= thing,
    "sorting": lambda thing: sorted([thing, 1]),
    "addition": lambda thing: thing + 1,
    "an integer": int,
    "a float": float,
    "an index": lambda thing: [1][thing],
    "bytes": lambda thing: memoryview(thing),
    "copying": lambda thing: copy.deepcopy(thing),
    "a format": lambda thing: f"{thing:>5}",
    "a special name": lambda thing: thing.__code__,
    "globals": lambda thing: thing.__globals__,
    "an index protocol": lambda thing: thing.__index__(),
    "an array protocol": lambda thing: thing.__array__,
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_a_proxy_cannot_do_is_never_asked_of_the_sandbox(talk: Callable[..., Any], name: str) -> None:
    found = talk()
    with pytest.raises((TypeError, AttributeError)):
        IMPOSSIBLE[name](found.thing)
    assert found.asked == []


def test_two_proxies_are_equal_where_they_stand_for_the_same_object(
    talk: Callable[..., Any],
) -> None:
    found = talk(THING, Ref("object", 8, "Thing"))
    same, other = found.thing(), found.thing()
    assert (found.thing == same, found.thing == other, same == other) == (True, False, False)
    assert len({found.thing, same, other}) == 2
    assert len(found.asked) == 2


def test_a_hundred_different_objects_can_stand_in_one_set(talk: Callable[..., Any]) -> None:
    found = talk({Ref("enum member", number, "Colour.RED") for number in range(100)})
    assert len(found.thing()) == 100


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("flatten", "<the candidate's flatten>"),
        ("Colour.RED", "<the candidate's Colour.RED>"),
        ("", "<the candidate's object>"),
        ("\x1b[2J", "<the candidate's object>"),
        ("[red]x", "<the candidate's object>"),
        ("ünsure", "<the candidate's object>"),
        ("a b", "<the candidate's object>"),
    ],
)
def test_an_object_is_shown_by_its_name_only_where_that_is_one(
    talk: Callable[..., Any], name: str, shown: str
) -> None:
    assert repr(talk(thing=Ref("object", 7, name)).thing) == shown


def test_what_a_candidate_would_name_is_shown_by_its_name_alone(talk: Callable[..., Any]) -> None:
    assert repr(talk(thing=Ref("enum member", 7, "Colour.RED")).thing) == "Colour.RED"


# --- answers of a wrong kind


@pytest.mark.parametrize("length", [True, 1.0, "1", None, THING, -1, 2**70])
def test_a_length_that_is_none_is_an_error_of_the_suites_kind(talk: Callable[..., Any], length: Any) -> None:
    with pytest.raises((TypeError, ValueError, OverflowError)):
        len(talk(length).thing)


@pytest.mark.parametrize("answer", [1, "yes", [True], THING, None, False])
def test_only_true_itself_means_that_it_is_contained(talk: Callable[..., Any], answer: Any) -> None:
    assert (5 in talk(answer).thing) is False


@pytest.mark.parametrize(("answer", "swallows"), [(True, True), (1, False), (THING, False), (None, False)])
def test_a_context_manager_swallows_an_exception_only_by_true_itself(
    talk: Callable[..., Any], answer: Any, swallows: bool
) -> None:
    found = talk(None, answer)
    swallowed = True
    try:
        with found.thing:
            raise KeyError("k")
    except KeyError:
        swallowed = False
    assert swallowed is swallows


# --- names that are not looked up yet


def test_while_nothing_runs_a_dotted_name_is_only_noted(meet: Meet) -> None:
    candidate = meet(lambda peer: None, begin=False).candidate
    member = Proxy(candidate, Ref("symbol", 0, "State"), "symbol").DONE
    assert reference(member) == Ref("symbol", 0, "State.DONE")
    with pytest.raises(AttributeError):
        _ = member._private


def test_a_noted_name_is_looked_up_to_be_compared_and_its_operand_stays_here(meet: Meet) -> None:
    meeting = meet(lambda peer: peer.serve(lambda request: Returned(request.token, THING)))
    name = Proxy(meeting.candidate, Ref("symbol", 0, "State.DONE"), "symbol")
    assert name == meeting.candidate.ask_to_keep(Verb.PUT, 5)
    assert name != 7
    assert (identity(name), kind(name)) == (7, "object")
    meeting.candidate.end()
    targets = [request.target for request in meeting.wait().requests]
    assert targets == [5] + [Ref("symbol", 0, "State.DONE")] * 3


# --- one call in a line


@pytest.mark.parametrize(
    ("arguments", "answer", "line"),
    [
        (([1, 2],), Returned(1, [1]), "it([1, 2]) gave [1]"),
        ((), Raised(1, ("KeyError",), (), "'k'", None, 3), "it() raised KeyError: 'k' (line 3)"),
        ((), Raised(1, (), (), ""), "it() raised an exception: "),
        ((), Items(1, [], True, None), "it() gave nothing usable"),
        (("x" * 10**6,), Returned(1, None), f"it('{'x' * 27}...{'x' * 28}') gave None"),
    ],
)
def test_a_call_is_described_in_a_line(arguments: tuple[Any, ...], answer: Any, line: str) -> None:
    assert described(None, arguments, {}, answer) == line


def test_any_answer_can_be_described_shortly() -> None:
    deep: list[Any] = []
    for _ in range(50_000):
        deep = [deep]
    cyclic: list[Any] = []
    cyclic.append(cyclic)
    for value in (
        deep,
        cyclic,
        {1: deep},
        (deep,),
        [0] * 10**6,
        1 << 14_283,
        "x" * 10**6,
        b"x" * 10**6,
    ):
        assert len(described(None, (value,), {"key": value}, Returned(1, value))) < 1000
