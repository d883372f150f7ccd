"""The suite's own functions, called from inside: with a table, a depth of one and a budget."""

from __future__ import annotations

import itertools
import logging
import os
import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest

from grader.judge.talk import conversation as module
from grader.judge.talk.stand_ins import Refused
from grader.judge.talk.suite_objects import SuiteObject
from grader.judge.talk.trouble import Trouble
from grader.report import Verdict
from grader.wire.messages import Callback, Raised, Returned, Verb
from grader.wire.values import Ref, RefWithValue

FLATTEN = Ref("inside", 1, "flatten")

Ask = Callable[..., Any]
Meet = Callable[..., Any]


def calls_back(replies: list[Any], *calls: tuple[Any, ...]) -> Callable[[Any], None]:
    """Calls back with each number, arguments and keywords; then returns None."""

    def script(peer: Any) -> None:
        token = peer.requests[-1].token
        for call in calls:
            peer.say(Callback(token, *call))
            replies.append(peer.message())
        peer.say(Returned(token, None))

    return script


def test_a_function_travels_as_a_number_and_is_run_here(ask: Ask) -> None:
    replies: list[Any] = []
    ask(calls_back(replies, (0, (2, 3), {"exp": 4}), (0, (), {})), lambda *args, **kw: [args, kw])
    assert [reply.value for reply in replies] == [[(2, 3), {"exp": 4}], [(), {}]]


def test_an_answer_that_cannot_be_sent_fails_the_test(ask: Ask) -> None:
    """It has grown out of what the sandbox gave, and is no exception that a suite could expect."""
    with pytest.raises(Trouble, match="it cannot be answered: an integer of") as caught:
        ask(calls_back([], (0, (10**4000,), {})), lambda number: number * number)
    assert caught.value.verdict is Verdict.FAILED


def test_the_same_function_is_the_same_number(meet: Meet) -> None:
    def double(number: int) -> int:
        return 2 * number

    meeting = meet(lambda peer: peer.serve(lambda request: Returned(request.token, None)))
    for _ in range(2):
        meeting.candidate.ask(Verb.CALL, FLATTEN, double, len)
    meeting.candidate.end()
    noted = {"number": "int", "return": "int"}
    facts = (None, noted, {}, (("number", 1, ()),), "")  # what decorators look for is told once
    known = RefWithValue("library", 1, "builtins:len", 0, None)
    assert [request.arguments for request in meeting.wait().requests] == [
        (RefWithValue("callback", 0, "double", 0, facts), known),
        (Ref("callback", 0, "double"), known),
    ]


@pytest.mark.parametrize("sent", [os, re.compile("x")], ids=["a module", "a pattern"])
def test_what_the_sandbox_has_itself_is_a_number_and_nothing_more(ask: Ask, sent: Any) -> None:
    """Whoever speaks for the worker could else use the judge's own, and its `os` has a `system`."""
    replies: list[Any] = []
    ask(calls_back(replies, (0, ("getattr", "system"), {}), (0, ("getattr", "pattern"), {})), sent)
    assert [(type(reply), reply.type_names[0]) for reply in replies] == [(Raised, "TypeError")] * 2


def test_an_iterator_travels_as_a_stream_and_is_pulled_one_by_one(ask: Ask) -> None:
    endless = itertools.count(5)
    replies: list[Any] = []
    ask(calls_back(replies, (0, ("next",), {}), (0, ("next",), {})), endless)
    assert [reply.value for reply in replies] == [(True, 5), (True, 6)]
    assert next(endless) == 7


def test_at_the_end_of_a_stream_there_is_nothing(ask: Ask) -> None:
    replies: list[Any] = []
    ask(calls_back(replies, *[(0, ("next",), {})] * 3), iter([None]))
    assert [reply.value for reply in replies] == [(True, None), (False, None), (False, None)]


@pytest.mark.parametrize("how", ["send", "close", "gi_frame", "__class__", ""])
def test_of_an_iterator_nothing_but_the_next_item_can_be_had(ask: Ask, how: str) -> None:
    replies: list[Any] = []
    ask(calls_back(replies, (0, (how,), {}), (0, (how, 1), {})), iter([1]))
    assert {type(reply) for reply in replies} == {Raised}


def test_a_generator_is_sent_to_thrown_into_and_closed(ask: Ask) -> None:
    def generator() -> Iterator[Any]:
        got = [(yield 1)]
        yield got

    replies: list[Any] = []
    steps = [("next",), ("send", 7), ("throw", 5), ("gi_frame",), ("close",), ("next",)]
    ask(calls_back(replies, *[(0, step, {}) for step in steps]), generator())
    found = [getattr(reply, "value", type(reply)) for reply in replies]
    assert found == [(True, 1), (True, [7]), Raised, Raised, (True, None), (False, None)]


def test_built_in_classes_travel_by_name(meet: Meet) -> None:
    meeting = meet(lambda peer: peer.serve(lambda request: Returned(request.token, None)))
    meeting.candidate.ask(Verb.CALL, FLATTEN, int, ValueError)
    meeting.candidate.end()
    (request,) = meeting.wait().requests
    assert request.arguments == (Ref("builtin", 0, "int"), Ref("builtin", 0, "ValueError"))


@pytest.mark.parametrize("value", [logging.getLogger(), pytest])
def test_what_the_sandbox_could_do_nothing_with_is_not_sent(meet: Meet, value: object) -> None:
    meeting = meet(lambda peer: peer.serve(lambda request: Returned(request.token, 1)))
    for argument in (value, [value], {"key": value}):
        with pytest.raises(Refused, match=r"^test_call_backs\.py:\d+: a \w+ cannot be sent"):
            meeting.candidate.ask(Verb.CALL, FLATTEN, argument)
    with pytest.raises(Refused):  # nor does the test go on
        meeting.candidate.ask(Verb.CALL, FLATTEN)
    assert meeting.candidate.refused


@pytest.mark.parametrize(
    ("raised", "names", "arguments", "text"),
    [
        (ValueError("no"), ("ValueError", "Exception", "BaseException", "object"), ("no",), "no"),
        (KeyError("k"), ("KeyError", "LookupError", "Exception", "BaseException", "object"), ("k",), "'k'"),
        (
            TypeError(["a", "list"]), ("TypeError", "Exception", "BaseException", "object"),
            (["a", "list"],), "['a', 'list']",
        ),
    ],
)  # fmt: skip
def test_what_a_function_raises_is_raised_inside(
    ask: Ask, raised: Exception, names: tuple[str, ...], arguments: tuple[Any, ...], text: str
) -> None:
    def function() -> None:
        raise raised

    replies: list[Any] = []
    ask(calls_back(replies, (0, (), {})), function)
    (reply,) = replies
    exc = RefWithValue("suite exception", 1, names[0], 0, (names, arguments, text, ()))
    assert reply == Raised(reply.token, names, arguments, text, None, exc)


@pytest.mark.parametrize(
    ("arguments", "keywords"), [((1, 2, 3), {}), ((), {"other": 1}), ((), {5: 1}), ((), {None: 1})]
)
def test_a_function_called_wrongly_raises_inside_not_here(
    ask: Ask, arguments: tuple[Any, ...], keywords: dict[Any, Any]
) -> None:
    replies: list[Any] = []
    ask(calls_back(replies, (0, arguments, keywords)), lambda one: one)
    assert [reply.type_names[0] for reply in replies] == ["TypeError"]


def test_a_suite_that_fails_in_its_own_function_has_failed(ask: Ask) -> None:
    replies: list[Any] = []
    with pytest.raises(pytest.fail.Exception, match="my own words"):
        ask(calls_back(replies, (0, (), {})), lambda: pytest.fail("my own words"))
    assert [reply.text for reply in replies] == ["the test is over"]


def test_a_function_can_use_the_candidates_code(meet: Meet) -> None:
    replies: list[Any] = []

    def play(peer: Any) -> None:
        peer.load()
        outer = peer.request()
        peer.say(Callback(outer.token, 0, (), {}))
        inner = peer.request()
        peer.say(Returned(inner.token, 7))
        replies.append(peer.message())
        peer.say(Returned(outer.token, 8))

    candidate = meet(play).candidate
    assert candidate.ask(Verb.CALL, FLATTEN, lambda: candidate.ask(Verb.CALL, FLATTEN)) == 8
    assert [reply.value for reply in replies] == [7]


@pytest.mark.parametrize("number", [1, -2, 2**62, -(2**62)])
def test_a_number_beyond_the_table_ends_the_test(ask: Ask, number: int) -> None:
    called: list[bool] = []
    with pytest.raises(Trouble) as caught:
        ask(calls_back([], (number, (), {})), lambda: called.append(True))
    assert (caught.value.verdict, called) == (Verdict.ERROR, [])
    assert caught.value.message == "its process broke the protocol (a call-back that cannot be)"


def test_where_no_function_was_given_none_is_called(ask: Ask) -> None:
    with pytest.raises(Trouble) as caught:
        ask(calls_back([], (0, (), {})))
    assert caught.value.verdict is Verdict.ERROR


def test_functions_of_an_earlier_test_are_forgotten(meet: Meet) -> None:
    def script(peer: Any) -> None:
        peer.serve(lambda request: Returned(request.token, None))
        peer.load()
        peer.request()
        calls_back([], (0, (), {}))(peer)

    meeting = meet(script)
    called: list[bool] = []
    meeting.candidate.ask(Verb.CALL, FLATTEN, lambda: called.append(True))
    meeting.candidate.end()
    meeting.candidate.begin(meeting.peer.started)
    with pytest.raises(Trouble):
        meeting.candidate.ask(Verb.CALL, FLATTEN)
    assert called == []


def test_there_is_a_budget_of_call_backs(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CALL_BACKS", 5)
    count = itertools.count(1)
    with pytest.raises(Trouble) as caught:
        ask(calls_back([], *[(0, (), {})] * 6), lambda: next(count))
    assert (caught.value.verdict, next(count)) == (Verdict.ERROR, 6)


def test_what_the_sandbox_hands_to_a_function_is_never_one_of_its_own_references(ask: Ask) -> None:
    """A `callback` reference from inside means an entry of the sandbox's table, not of ours."""
    given: list[Any] = []

    def function(other: Any) -> None:
        given.append(other)

    ask(calls_back([], (0, (Ref("function", 9, "function"),), {})), function)
    assert given[0] is not function
    assert repr(given[0]) == "function"


def awaits(_: object) -> Any:
    raise AssertionError("nothing here is awaited")


def test_the_object_that_lacks_an_attribute_is_not_given_away() -> None:
    """A wrapper asks what it wraps, which the candidate's code was not given."""
    with pytest.raises(AttributeError) as caught:
        _ = type("Hidden", (), {"answer": 42})().none  # type: ignore[attr-defined]
    exc = caught.value
    assert exc.obj.answer == 42
    assert SuiteObject(exc, awaits)("getattr", "name") == "none"
    with pytest.raises(AttributeError):
        SuiteObject(exc, awaits)("getattr", "obj")


def test_only_public_names_of_what_an_object_stores_have_values() -> None:
    it = type("Kept", (), {})()
    vars(it).update(calls=[], _answer=42, module=re)
    assert SuiteObject(it, awaits)("names") == ("calls", "_answer")
    with pytest.raises(AttributeError):
        SuiteObject(it, awaits)("stored", "_answer")
    assert "method_calls" not in SuiteObject(mock.Mock(), awaits)("names")
    assert SuiteObject(UnicodeDecodeError("ascii", b"a", 0, 1, "because"), awaits)("names") == ()


@pytest.mark.parametrize("operation", ["setattr", "delattr", "stored"])
def test_no_exception_of_the_suites_is_changed(operation: str) -> None:
    """Its text could then be memory of the judge."""
    exc = UnicodeDecodeError("ascii", b"a", 0, 1, "because")
    with pytest.raises(AttributeError):
        SuiteObject(exc, awaits)(operation, "start", *([-1000] if operation == "setattr" else []))
    assert exc.start == 0 == SuiteObject(exc, awaits)("getattr", "start")
