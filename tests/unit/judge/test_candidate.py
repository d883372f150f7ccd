"""The conversation with a sandbox that is honest, dead, slow, or lies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.judge.talk import exchange
from grader.judge.talk.exceptions import (
    CandidateError,
    CandidateInterrupt,
    place_of_submission,
    without_interrupt,
)
from grader.judge.talk.trouble import SandboxLost, Trouble
from grader.report import Verdict
from grader.wire.frames import Frame, Kind
from grader.wire.messages import (
    LONE_STRAND,
    Ended,
    Items,
    Raised,
    Ready,
    Request,
    Returned,
    TestEnd,
    Verb,
    pack,
)  # fmt: skip
from grader.wire.values import Ref

FLATTEN = Ref("inside", 1, "flatten")
# The grace that a candidate gets beyond its limit must be over as well.
AT_ONCE_SECONDS = 0.3 - exchange._GRACE_SECONDS

Ask = Callable[..., Any]
Meet = Callable[..., Any]


def trouble(ask: Ask, script: Callable[[Any], None], *arguments: Any, **how: Any) -> tuple[Verdict, str]:
    with pytest.raises(Trouble) as caught:
        ask(script, *arguments, **how)
    return caught.value.verdict, caught.value.message


def answered(value: Any) -> Callable[[Any], None]:
    return lambda peer: peer.say(Returned(peer.requests[-1].token, value))


# --- an honest sandbox


@pytest.mark.parametrize("value", [None, True, 1, 1.0, "ü", b"", [1, [2]], (1,), {1: 2}, {1}, 2**70])
def test_an_answer_is_the_value_that_was_returned(ask: Ask, value: Any) -> None:
    found = ask(answered(value))
    assert (type(found), found) == (type(value), value)


def test_a_request_carries_what_was_asked(meet: Meet) -> None:
    meeting = meet(lambda peer: peer.serve(lambda request: Returned(request.token, 1)))
    meeting.candidate.ask(Verb.CALL, FLATTEN, 1, [2], deep=True)
    meeting.candidate.ask_to_keep(Verb.PUT, {"x": 1})
    assert meeting.candidate.end() == Ended(TestEnd.STOPPED, None, 0.25, 0.5, 1000, 0)
    first, second = meeting.wait().requests
    assert first == Request(first.token, Verb.CALL, FLATTEN, (1, [2]), {"deep": True}, False, LONE_STRAND)
    assert second == Request(second.token, Verb.PUT, {"x": 1}, (), {}, True, LONE_STRAND)
    assert first.token != second.token


def test_an_answer_may_come_in_any_pieces(ask: Ask) -> None:
    def script(peer: Any) -> None:
        data = pack(Returned(peer.requests[-1].token, [1, 2, 3]))
        data = len(data).to_bytes(4, "big") + data
        frames = b"".join(Frame(Kind.DATA, peer.test, data[n : n + 1]).encode() for n in range(len(data)))
        for place in range(len(frames)):
            peer.raw(frames[place : place + 1])

    assert ask(script) == [1, 2, 3]


def test_each_test_is_a_conversation_of_its_own(meet: Meet) -> None:
    def script(peer: Any) -> None:
        for number in (1, 2):
            peer.send(Kind.OUTPUT, b"\x01out %d" % number, number)
            peer.serve(lambda request: Returned(request.token, peer.test))

    meeting = meet(script)
    candidate = meeting.candidate
    assert candidate.ask(Verb.CALL, FLATTEN) == 1
    assert (candidate.output, candidate.requests, candidate.loaded) == ("out 1", 1, True)
    candidate.end()
    assert not candidate.live
    candidate.begin(meeting.peer.started)
    assert (candidate.output, candidate.requests, candidate.loaded) == ("", 0, False)
    assert candidate.ask(Verb.CALL, FLATTEN) == 2
    assert candidate.end().reason == TestEnd.STOPPED


def test_what_is_said_of_an_older_test_is_dropped(ask: Ask) -> None:
    def script(peer: Any) -> None:
        peer.send(Kind.DATA, b"\xff\xff\xff\xff", 0)
        peer.send(Kind.OUTPUT, b"\x01old", 0)
        peer.end(Ended(TestEnd.CPU, None, 9.0, 9.0, 9, 9), 0)
        answered("new")(peer)

    assert ask(script) == "new"


def test_the_worker_says_what_it_is(meet: Meet) -> None:
    ready = Ready("3.11.7", 4000, 4001, {"seccomp": "kernel"})
    meeting = meet(lambda peer: peer.send(Kind.READY, pack(ready)), begin=False)
    assert meeting.candidate.wait_until_ready() == ready


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(lambda peer: None, id="it leaves"),
        pytest.param(lambda peer: peer.raw(b"\xff" * 4), id="4 GiB"),
        pytest.param(lambda peer: peer.raw(b"Traceback (most recent call last)"), id="no frame"),
        pytest.param(lambda peer: peer.send(Kind.READY, b"x"), id="no message"),
        pytest.param(lambda peer: peer.send(Kind.READY, pack(Returned(1, None))), id="another message"),
    ],
)
def test_a_worker_that_does_not_get_ready_is_lost(meet: Meet, script: Callable[[Any], None]) -> None:
    with pytest.raises(SandboxLost):
        meet(script, begin=False).candidate.wait_until_ready()


def test_only_while_a_test_runs_can_anything_be_asked(meet: Meet) -> None:
    meeting = meet(lambda peer: peer.serve(lambda request: Returned(request.token, 1)))
    meeting.candidate.end()
    with pytest.raises(RuntimeError):
        meeting.candidate.ask(Verb.CALL, FLATTEN)
    assert meeting.wait().requests == []


# --- what the candidate printed


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        (b"\x01hello\n", "hello\n"),
        (b"\x02\xff\xfe", "\ufffd\ufffd"),
        (b"", ""),
        (b"\x01" + b"x" * 60_000, "x" * (16 << 10)),
    ],
)
def test_output_is_kept_as_text_up_to_a_bound(meet: Meet, payload: bytes, shown: str) -> None:
    def script(peer: Any) -> None:
        peer.load()
        peer.send(Kind.OUTPUT, payload)
        answered(1)(peer) if peer.request() else None
        peer.serve(lambda request: Returned(request.token, 1))

    meeting = meet(script)
    meeting.candidate.ask(Verb.CALL, FLATTEN)
    assert meeting.candidate.output == shown


# --- loading, and what is missing


def loading(meet: Meet, raised: Callable[[int], Any]) -> tuple[Verdict, str]:
    def script(peer: Any) -> None:
        peer.say(raised(peer.request().token))
        peer.message()
        peer.end()

    meeting = meet(script)
    with pytest.raises(Trouble) as caught:
        meeting.candidate.settle()
    assert not meeting.candidate.loaded
    meeting.candidate.end()
    return caught.value.verdict, caught.value.message


@pytest.mark.parametrize(
    ("names", "text", "line", "message"),
    [
        (("SyntaxError",), "invalid syntax", 3, "SyntaxError: invalid syntax (line 3)"),
        (("SystemExit", "BaseException"), "0", None, "SystemExit: 0"),
        ((), "", None, "an exception"),
        (([], "ValueError"), "x", None, "an exception: x"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_an_error(
    meet: Meet, names: tuple[Any, ...], text: str, line: int | None, message: str
) -> None:
    found = loading(meet, lambda token: Raised(token, names, (), text, line))
    assert found == (Verdict.ERROR, f"the file cannot be loaded: {message}")


def test_a_file_that_is_not_loaded_in_time_is_a_timeout(meet: Meet) -> None:
    meeting = meet(lambda peer: [peer.request(), peer.message()], wall_seconds=AT_ONCE_SECONDS)
    with pytest.raises(Trouble) as caught:
        meeting.candidate.settle()
    assert caught.value.verdict is Verdict.TIMEOUT


def test_a_name_that_the_file_does_not_define_is_an_error(meet: Meet) -> None:
    candidate = meet(lambda peer: peer.serve(lambda request: Returned(request.token, 1))).candidate
    with pytest.raises(Trouble) as caught:
        candidate.named("flatten")
    assert caught.value.verdict is Verdict.ERROR
    assert caught.value.message == "the file does not define `flatten`"


def test_what_the_code_raised_is_raised_with_the_line(ask: Ask) -> None:
    def script(peer: Any) -> None:
        peer.say(Raised(peer.requests[-1].token, ("KeyError", "LookupError"), ("k",), "'k'", 12))

    with pytest.raises(KeyError) as caught:
        ask(script)
    assert caught.value.args == ("k",)
    assert place_of_submission(caught.value) == "line 12 of the submission"


def _deep() -> list[Any]:
    inner: list[Any] = []
    for _ in range(50_000):
        inner = [inner]
    return inner


HOSTILE_RAISED: dict[str, tuple[Any, ...]] = {
    "no names": ((), (), ""),
    "names that are none": (([1], None, 2.5), (), ""),
    "an object as its name": ((Ref("function", 1, "x"),), (), ""),
    "pytest's own": (("Failed", "Skipped", "Exit", "OutcomeException", "BaseException"), (), ""),
    "a huge line": (("ValueError",), (), "", None, 1 << 14_000),
    "objects for arguments": (("OSError",), (Ref("function", 1), Ref("function", 2), Ref("function", 3)), ""),
    "arguments of a wrong type": (("UnicodeDecodeError",), (1, 2, 3, 4, 5), ""),
    "numbers beyond C": (("UnicodeDecodeError",), ("utf-8", b"", 1 << 99, 1 << 99, ""), ""),
    "no place in a text": (("SyntaxError",), ("boom", "abcd"), ""),
    "a place that is none": (("IndentationError",), ("boom", ("f", [], {}, b"")), ""),
    "a number beyond what it holds": (("BlockingIOError",), (1, "", 1 << 99), ""),
    "an argument too deep to show": (("AssertionError",), (_deep(),), ""),
    "a class that is none": (("print", "exec", "type"), ("x",), ""),
    "an endless text": (("E",), (), "x" * (1 << 20)),
}


@pytest.mark.parametrize("name", HOSTILE_RAISED)
def test_whatever_is_raised_inside_an_ordinary_exception_comes_of_it(ask: Ask, name: str) -> None:
    with pytest.raises((Exception, CandidateInterrupt)) as caught:
        ask(lambda peer: peer.say(Raised(peer.requests[-1].token, *HOSTILE_RAISED[name])))
    # What `except Exception` would not catch in one process, it does not catch here, and that is all.
    names = HOSTILE_RAISED[name][0]
    assert isinstance(caught.value, CandidateInterrupt) is (
        "BaseException" in names and "Exception" not in names
    )
    assert not isinstance(caught.value, KeyboardInterrupt | pytest.fail.Exception | pytest.exit.Exception)
    assert len(str(caught.value)) < 1000
    assert caught.exconly()


def test_an_interrupt_is_one_and_known_for_the_candidates(ask: Ask) -> None:
    raised = (("KeyboardInterrupt", "BaseException"), ("ctrl-c",), "ctrl-c")
    with pytest.raises(KeyboardInterrupt) as caught:
        ask(lambda peer: peer.say(Raised(peer.requests[-1].token, *raised)))
    assert caught.value.args == ("ctrl-c",)
    assert isinstance(without_interrupt(caught.value), CandidateInterrupt)


def test_the_type_of_what_is_no_built_in_keeps_its_name(ask: Ask) -> None:
    def script(peer: Any) -> None:
        peer.say(Raised(peer.requests[-1].token, ("MyError", "Exception", "BaseException"), ("x",), "x"))

    with pytest.raises(CandidateError) as caught:
        ask(script)
    assert (type(caught.value).__name__, str(caught.value)) == ("MyError", "x")


@pytest.mark.parametrize(
    "failure",
    [(), (1, 2, 3, 4, 5), (("E",), (), "", None, True), (["E"], (), "", None, None)],
)
def test_items_with_a_failure_that_is_none_are_an_error(meet: Meet, failure: tuple[Any, ...]) -> None:
    candidate = meet(
        lambda peer: peer.serve(lambda request: Items(request.token, [], True, failure))
    ).candidate
    with pytest.raises(Trouble) as caught:
        candidate.next_items(Ref("inside", 1), 5)
    assert caught.value.verdict is Verdict.ERROR


def test_more_items_than_were_asked_for_are_an_error(meet: Meet) -> None:
    candidate = meet(
        lambda peer: peer.serve(lambda request: Items(request.token, [1, 2, 3], False, None))
    ).candidate
    with pytest.raises(Trouble) as caught:
        candidate.next_items(Ref("inside", 1), 2)
    assert caught.value.verdict is Verdict.ERROR
