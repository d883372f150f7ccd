"""What a suite touches: reads travel; what decides a test does only where a suite names the class."""

from __future__ import annotations

import asyncio
import collections.abc
import json
import queue
import traceback
import unittest
from collections.abc import Callable
from typing import Any

import pytest

from grader.judge.talk.calls import described
from grader.judge.talk.proxies import is_proxy, kind, reference
from grader.judge.talk.trouble import Trouble
from grader.report import Verdict
from grader.wire import specials
from grader.wire.messages import LONE_STRAND, Described, Items, Raised, Request, Returned, Verb
from grader.wire.values import Ref, RefWithValue

from .proxied import INSIDE, THING, Meet, one_of

# --- reads travel


def _steps(awaitable: Any) -> None:
    """Takes all steps without an event loop."""
    with pytest.raises(StopIteration):
        awaitable.__await__().send(None)


KEY_ERROR = RefWithValue(
    "suite exception", 0, "KeyError", 0,
    (("KeyError", "LookupError", "Exception", "BaseException", "object"), ("k",), "'k'", ()),
)  # fmt: skip
READS: list[tuple[Callable[[Any], Any], int, tuple[Any, ...]]] = [
    (lambda thing: thing(1, "x"), Verb.CALL, (1, "x")),
    (lambda thing: thing.name, Verb.GET, ("name",)),
    (lambda thing: thing._private, Verb.GET, ("_private",)),
    (lambda thing: thing.__name__, Verb.GET, ("__name__",)),
    (lambda thing: thing[0], Verb.ITEM, (0,)),
    (lambda thing: thing["a", 1], Verb.ITEM, (("a", 1),)),
    (lambda thing: thing[1:5:2], Verb.ITEM, (slice(1, 5, 2),)),
    (len, Verb.LENGTH, ()),
    (lambda thing: 5 in thing, Verb.CONTAINS, (5,)),
    (lambda thing: thing.__enter__(), Verb.ENTER, ()),
    (lambda thing: thing.__exit__(None, None, None), Verb.EXIT, (None, "None", None)),
    (lambda thing: thing.__exit__(KeyError, KeyError("k"), None), Verb.EXIT, ("KeyError", "'k'", KEY_ERROR)),
    (iter, Verb.ITERATE, ()),
    (lambda thing: thing.__aiter__(), Verb.ITERATE_ASYNC, ()),
    (lambda thing: _steps(thing.__anext__()), Verb.NEXT_ASYNC, ()),
    (lambda thing: _steps(thing.__aenter__()), Verb.ENTER_ASYNC, ()),
    (lambda thing: _steps(thing.__aexit__(None, None, None)), Verb.EXIT_ASYNC, (None, "None", None)),
    (lambda thing: _steps(thing), Verb.AWAIT, ()),
    (lambda thing: setattr(thing, "name", 5), Verb.SET, ("name", 5)),
    (lambda thing: delattr(thing, "name"), Verb.DELETE, ("name",)),
    (lambda thing: thing.__setitem__(0, 5), Verb.SET_ITEM, (0, 5)),
    (lambda thing: thing.__delitem__(0), Verb.DELETE_ITEM, (0,)),
    (lambda thing: thing + 1, Verb.APPLY, ("add", 1)),
    (lambda thing: 1 - thing, Verb.APPLY, ("rsub", 1)),
    (lambda thing: thing < 5, Verb.APPLY, ("lt", 5)),
    (abs, Verb.APPLY, ("abs",)),
    (int, Verb.APPLY, ("int",)),
    (lambda thing: [1, 2][thing], Verb.APPLY, ("index",)),
]


@pytest.mark.parametrize(("read", "verb", "arguments"), READS)
def test_a_read_is_one_request(
    talk: Callable[..., Any], read: Callable[[Any], Any], verb: int, arguments: tuple[Any, ...]
) -> None:
    found = talk()
    read(found.thing)
    (request,) = found.asked
    assert request == Request(request.token, verb, INSIDE, arguments, {}, False, LONE_STRAND)


async def _next_async(thing: Any) -> Any:
    return await thing.__anext__()


async def _awaited(thing: Any) -> Any:
    return await thing


WAITS: list[tuple[Callable[[Any], Any], int, tuple[Any, ...]]] = [
    (_next_async, Verb.NEXT_ASYNC, ()),
    (lambda thing: thing.__aenter__(), Verb.ENTER_ASYNC, ()),
    (lambda thing: thing.__aexit__(None, None, None), Verb.EXIT_ASYNC, (None, "None", None)),
    (_awaited, Verb.AWAIT, ()),
]


@pytest.mark.parametrize(("wait", "verb", "arguments"), WAITS)
def test_what_is_awaited_begins_by_one_request_for_the_task_that_awaits(
    talk: Callable[..., Any], wait: Callable[[Any], Any], verb: int, arguments: tuple[Any, ...]
) -> None:
    found = talk()
    asyncio.run(wait(found.thing))
    request, *turns = found.asked
    asked = (verb, (1, 1, 0, 0), *arguments)
    assert request == Request(request.token, Verb.BEGIN, INSIDE, asked, {}, False, LONE_STRAND)
    assert {turn.verb for turn in turns} <= {Verb.RUN, Verb.CLOSE}


@pytest.mark.parametrize("name", ["depth", "self", "target", "verb", "arguments", "keep", "größe"])
def test_a_keyword_of_any_name_travels_with_a_call(talk: Callable[..., Any], name: str) -> None:
    found = talk()
    found.thing(1, **{name: 2})
    assert [(request.arguments, request.keywords) for request in found.asked] == [((1,), {name: 2})]


def test_a_proxy_that_is_passed_is_the_object_itself_inside(talk: Callable[..., Any]) -> None:
    found = talk()
    found.thing([found.thing], {"key": found.thing})
    assert found.asked[0].arguments == ([INSIDE], {"key": INSIDE})


@pytest.mark.parametrize("claimed", ["symbol", "inside", "callback", "builtin", "stream", "class", "x" * 90])
def test_whatever_kind_is_claimed_the_judge_sends_back_an_entry_of_their_table(
    talk: Callable[..., Any], claimed: str
) -> None:
    found = talk(thing=Ref(claimed, 7, "eval", 9))
    found.thing()
    assert kind(found.thing) == claimed
    assert [request.target for request in found.asked] == [Ref("inside", 7, "eval")]


# --- what a proxy is


def test_a_proxy_has_the_special_methods_of_the_class_inside_and_no_other(talk: Callable[..., Any]) -> None:
    plain = talk(own=one_of()).thing
    assert not callable(plain) and not isinstance(plain, (collections.abc.Iterable, collections.abc.Sized))
    able = talk(own=one_of("call", "iter", "len")).thing
    assert callable(able) and isinstance(able, collections.abc.Iterable) and not hasattr(able, "__next__")


@pytest.mark.parametrize("operate", [lambda thing: thing + 1, lambda thing: thing < 1, lambda thing: thing()])
def test_what_the_class_inside_cannot_do_is_a_type_error_as_in_python(
    talk: Callable[..., Any], operate: Callable[[Any], Any]
) -> None:
    found = talk(own=one_of())
    with pytest.raises(TypeError):
        operate(found.thing)
    assert found.asked == []


def test_the_class_of_a_proxy_is_the_one_that_the_suite_names(talk: Callable[..., Any]) -> None:
    found = talk()
    named = found.candidate.named("Thing")
    assert type(found.thing) is named and found.thing.__class__ is named and isinstance(found.thing, named)
    assert issubclass(named, object) and named.__name__ == "Thing" and not isinstance(5, named)


def test_an_exception_derives_from_the_built_in_one(talk: Callable[..., Any]) -> None:
    def raised(token: int) -> Raised:
        return Raised(token, ("Thing", "ValueError"), ("no",), "no", 3, Ref("object", 8, "Thing", 9))

    found = talk(raised, 7, own=one_of(bases=("ValueError",)))
    own = found.candidate.named("Thing")
    with pytest.raises(own, match=r"^no$") as caught:
        found.thing.fails()
    assert issubclass(own, ValueError) and type(caught.value) is own
    assert caught.value.code == 7


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("queue.Empty", queue.Empty), ("json.decoder.JSONDecodeError", json.JSONDecodeError),
        ("_pytest.outcomes.Skipped", ValueError), ("_pytest.outcomes.Exit", ValueError),
        ("queue.Queue", ValueError), ("unittest.case.SkipTest", ValueError), ("a..b\0", ValueError),
        (f"{'x' * 5000}.y", ValueError),
    ],
)  # fmt: skip
def test_an_exception_derives_from_that_of_a_library_if_it_is_one_and_steers_nothing(
    talk: Callable[..., Any], told: str, kind: type[Exception]
) -> None:
    found = talk(None, 7, own=one_of(bases=(told, "ValueError")))
    own = found.candidate.named("Thing")
    assert own.__mro__[1] is kind
    assert not issubclass(own, pytest.skip.Exception | pytest.exit.Exception | unittest.SkipTest)


def test_an_object_that_is_a_value_besides_is_compared_as_that_value(meet: Meet) -> None:
    def play(peer: Any) -> None:
        request = peer.request()
        peer.say(Described(0, [one_of("eq", "getitem", "add", bases=("tuple",))]))
        peer.say(Returned(request.token, {}))
        request = peer.request()
        peer.say(Returned(request.token, RefWithValue("object", 7, "Point", 9, (1, 2))))
        peer.serve(lambda request: Returned(request.token, 5))

    meeting = meet(play)
    point = meeting.candidate.ask(Verb.PUT, 5)
    assert point == (1, 2) and point == (1, 2) and point != (1, 3) and hash(point) == hash((1, 2))
    assert point[0] == 1 and point * 2 == (1, 2, 1, 2) and isinstance(point, tuple)
    assert [request.verb for request in meeting.peer.requests[1:]] == []
    assert point.x == 5


@pytest.mark.parametrize(
    "described_class",
    [
        (9, "Thing", (8,), 0, "", 0),
        (9, "Thing", ("object",), 0, "", 0),
        (9, "Thing", ("no.such.module.Error", "object"), 0, "", 0),
        (9, "Thing", ("ValueError", "queue.Empty"), 0, "", 0),
        (9, "Thing", ("_pytest.outcomes.Skipped", 8), 0, "", 0),
        (9, "Thing", ("int", "str"), 0, "", 0),
        (9, "Thing", (), specials.MOST, "", 0),
        (9, "Thing", (), -1, "", 0),
        (9, "Thing", (), 0, "other", 0),
        (9, "Thing", ("Exception",) * 40, 0, "", 0),
        (9, "Thing", (), 0, ""),
        (9, "Thing", (), 0, "", 9),
        (9, "Thing", (), 0, "", 77),
        (9, "Thing", (), 0, "", -1),
        (9, "Thing", (), 0, "", True),
        [9, "Thing", (), 0, "", 0],
        5,
    ],
)
def test_a_class_that_cannot_be_ends_the_test(talk: Callable[..., Any], described_class: Any) -> None:
    with pytest.raises(Trouble) as caught:
        talk(own=described_class)
    assert caught.value.verdict is Verdict.ERROR


def test_a_metaclass_inside_decides_nothing_about_its_classes_but_what_is_asked(meet: Meet) -> None:
    def play(peer: Any) -> None:
        request = peer.request()
        names = ("__len__", "__eq__", "__lt__", "__hash__", "__instancecheck__", "__call__", "__bool__")
        meta = (8, "Meta", (), specials.mask(names), "", 0)
        peer.say(Described(0, [meta, (9, "Thing", (), 0, "", 8)]))
        peer.say(
            Returned(request.token, {"Thing": Ref("class", 9, "Thing"), "Meta": Ref("class", 8, "Meta")})
        )
        peer.serve(lambda request: Returned(request.token, True if request.verb != Verb.LENGTH else 3))

    candidate = meet(play).candidate
    candidate.names.wanted |= {"Thing", "Meta"}
    thing, meta = candidate.named("Thing"), candidate.named("Meta")
    assert type(thing).__name__ == "Meta" and isinstance(thing, meta) and len(thing) == 3
    assert thing != 5 and thing != meta and hash(thing) == object.__hash__(thing)
    assert not isinstance(5, thing) and not isinstance(meta, thing)
    with pytest.raises(TypeError):
        assert thing < thing


@pytest.mark.parametrize("names", [("bool",), ("len",), ("bool", "len", "iter", "str", "repr", "eq", "hash")])
def test_showing_what_was_raised_asks_it_nothing(talk: Callable[..., Any], names: tuple[str, ...]) -> None:
    def raised(token: int) -> Raised:
        return Raised(token, ("Thing", "ValueError"), ("no",), "no", 3, Ref("object", 8, "Thing", 9))

    found = talk(raised, own=one_of(*names, bases=("ValueError",)))
    with pytest.raises(ValueError, match=r"^no$") as caught:
        found.thing.fails()
    assert "no" in "".join(traceback.format_exception(caught.value))
    assert [request.verb for request in found.asked] == [Verb.GET]


def test_a_class_below_the_candidates_is_made_inside(talk: Callable[..., Any]) -> None:
    found = talk(lambda token: Returned(token, 7))
    named = found.candidate.named("Thing")
    with pytest.raises(BaseException, match="makes something else"):
        type("Own", (named,), {"word": "a"})
    (made,) = found.asked
    assert (made.verb, made.keywords["called"], made.keywords["space"]) == (
        Verb.MAKE, "Own", {"__module__": "solution", "word": "a"}
    )  # fmt: skip


# --- answers of a wrong kind


@pytest.mark.parametrize("length", [True, 1.0, "1", None, THING, -1, 2**70])
def test_a_length_that_is_none_is_an_error_of_the_suites_kind(talk: Callable[..., Any], length: Any) -> None:
    with pytest.raises((TypeError, ValueError, OverflowError)):
        len(talk(length).thing)


@pytest.mark.parametrize("answer", [1, "yes", [True], THING, None, False])
def test_only_true_itself_means_that_it_is_contained(talk: Callable[..., Any], answer: Any) -> None:
    assert (5 in talk(answer).thing) is False


@pytest.mark.parametrize(
    ("answer", "swallows"), [(True, True), (1, True), (0, False), ((), False), (None, False)]
)
def test_a_context_manager_swallows_an_exception_by_the_truth_of_its_answer(
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


# --- one call in a line


@pytest.mark.parametrize(
    ("arguments", "answer", "line"),
    [
        (([1, 2],), Returned(1, [1]), "it([1, 2]) gave [1]"),
        ((), Raised(1, ("KeyError",), (), "'k'", 3), "it() raised KeyError: 'k' (line 3)"),
        ((), Raised(1, (), (), ""), "it() raised an exception"),
        ((), Raised(1, ("ValueError",), (), "", 3), "it() raised ValueError (line 3)"),
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
    for value in (deep, cyclic, {1: deep}, (deep,), [0] * 10**6, 1 << 14_283, "x" * 10**6, b"x" * 10**6):
        assert len(described(None, (value,), {"key": value}, Returned(1, value))) < 1000


def test_a_reference_to_a_proxy_is_what_came(talk: Callable[..., Any]) -> None:
    found = talk()
    assert is_proxy(found.thing) and reference(found.thing) == THING
