"""The conversation with a sandbox that lies, dies, floods or stalls: never a pass, never our fault."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

import pytest

from grader.judge.fixtures.accounting import Process, Processes
from grader.judge.talk import exchange
from grader.judge.talk.trouble import SandboxLost, Trouble
from grader.report import Verdict
from grader.wire.frames import PROCESS, Frame, Kind
from grader.wire.messages import (
    Callback,
    Described,
    Ended,
    Items,
    Raised,
    Request,
    Returned,
    Setup,
    TestEnd,
    Verb,
    pack,
)  # fmt: skip
from grader.wire.values import Ref

FLATTEN = Ref("inside", 1, "flatten")
BROKEN = "its process broke the protocol"
# The grace that a candidate gets beyond its limit must be over as well.
AT_ONCE_SECONDS = 0.3 - exchange._GRACE_SECONDS
# Far above that, far below what the floods here would take.
SOON_SECONDS = 3.0

Ask = Callable[..., Any]
Meet = Callable[..., Any]


def trouble(ask: Ask, script: Callable[[Any], None], *arguments: Any, **how: Any) -> tuple[Verdict, str]:
    with pytest.raises(Trouble) as caught:
        ask(script, *arguments, **how)
    return caught.value.verdict, caught.value.message


def answered(value: Any) -> Callable[[Any], None]:
    return lambda peer: peer.say(Returned(peer.requests[-1].token, value))


# --- answers that are none


LIES: dict[str, Callable[[Any, int], None]] = {
    "a wrong token": lambda peer, token: peer.say(Returned(token ^ 1, True)),
    "a token of another sign": lambda peer, token: peer.say(Returned(-token, True)),
    "an exception with a wrong token": lambda peer, token: peer.say(Raised(0, ("ValueError",), (), "")),
    "items with a wrong token": lambda peer, token: peer.say(Items(token + 1, [1], False, None)),
    "a call-back with a wrong token": lambda peer, token: peer.say(Callback(token + 1, 0, (), {})),
    "items that were not asked for": lambda peer, token: peer.say(Items(token, [1], False, None)),
    "a request": lambda peer, token: peer.say(Request(token, 2, None, (), {}, False)),
    "a Setup": lambda peer, token: peer.say(Setup(b"", "", (), False)),
    "an Ended": lambda peer, token: peer.say(Ended("stopped", 0, 0.0, 0.0, 0, 0)),
    "no message": lambda peer, token: peer.send(Kind.DATA, b"\0\0\0\1N"),
    "an empty message": lambda peer, token: peer.send(Kind.DATA, b"\0\0\0\0"),
    "a message of 4 GiB": lambda peer, token: peer.send(Kind.DATA, b"\xff\xff\xff\xff"),
    "a frame of 4 GiB": lambda peer, token: peer.raw(b"\xff\xff\xff\xff"),
    "a frame of no kind": lambda peer, token: peer.raw(b"\0\0\0\5\xee\0\0\0\0"),
    "no head": lambda peer, token: peer.raw(b"\0\0\0\0"),
    "text": lambda peer, token: peer.raw(b"Traceback (most recent call last):\n"),
    "an end that is none": lambda peer, token: peer.send(Kind.ENDED, b"?"),
    "an end that is another message": lambda peer, token: peer.send(Kind.ENDED, pack(Returned(1, 1))),
    "a frame that only the judge sends": lambda peer, token: peer.send(Kind.SETUP, b"?", 7) or (
        peer.say(Returned(token + 1, True))
    ),
    "a pickle": lambda peer, token: peer.send(Kind.DATA, b"\0\0\0\x12cos\nsystem\n(S'x'\ntR."),
    "five million brackets": lambda peer, token: [
        peer.send(Kind.DATA, data)
        for data in (b"\0\x4c\x4b\x40", *[b"(" * 250_000] * 20)
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", LIES)
def test_an_answer_that_is_none_ends_the_test_as_an_error(ask: Ask, name: str) -> None:
    verdict, message = trouble(ask, lambda peer: LIES[name](peer, peer.requests[-1].token))
    assert verdict is Verdict.ERROR
    assert message.startswith(BROKEN)


@pytest.mark.parametrize("word", ["", "abc", "built-in"])
def test_no_class_is_taken_for_one_of_the_suites(ask: Ask, word: str) -> None:
    """Whatever metaclasses are claimed: what the suite may not derive is its author's fault."""

    def script(peer: Any) -> None:
        odd = [(9, "Base", (), 0, "enum", 0), (10, "Odd", (9,), 0, word, 0)]
        peer.say(Described(0, odd))
        answered(Ref("object", 7, "Odd", 10))(peer)

    assert type(ask(script)).__name__ == "Odd"


def test_a_metaclass_that_is_an_exception_is_none(ask: Ask) -> None:
    classes = [(9, "Meta", ("ValueError",), 0, "", 0), (10, "Odd", (), 0, "", 9)]
    verdict, message = trouble(ask, lambda peer: peer.say(Described(0, classes)))
    assert verdict is Verdict.ERROR and "no metaclass" in message


def test_an_answer_that_came_before_the_request_is_no_answer(meet: Meet) -> None:
    def script(peer: Any) -> None:
        peer.load()
        for token in range(100):
            peer.say(Returned(token, True))
        peer.serve(lambda request: Returned(request.token, True))

    with pytest.raises(Trouble) as caught:
        meet(script).candidate.ask(Verb.CALL, FLATTEN)
    assert caught.value.verdict is Verdict.ERROR


def test_an_answer_sent_twice_is_not_taken_for_the_next_one(meet: Meet) -> None:
    def script(peer: Any) -> None:
        peer.load()
        token = peer.request().token
        peer.say(Returned(token, "first"))
        peer.say(Returned(token, "again"))
        peer.serve(lambda request: Returned(request.token, "second"))

    candidate = meet(script).candidate
    assert candidate.ask(Verb.CALL, FLATTEN) == "first"
    with pytest.raises(Trouble):
        candidate.ask(Verb.CALL, FLATTEN)


def test_trouble_is_remembered_and_nothing_more_is_asked(meet: Meet) -> None:
    meeting = meet(lambda peer: peer.serve(lambda request: Returned(request.token + 1, True)))
    candidate = meeting.candidate
    raised = []
    for _ in range(3):
        with pytest.raises(Trouble) as caught:
            candidate.ask(Verb.CALL, FLATTEN)
        raised.append(caught.value)
    assert raised == [candidate.trouble] * 3
    candidate.end()
    assert len(meeting.wait().requests) == 1


def test_trouble_passes_every_handler_of_a_suite(ask: Ask) -> None:
    assert not issubclass(Trouble, Exception)


# --- the end of the process, claimed


@pytest.mark.parametrize(
    ("reason", "verdict"),
    [
        (TestEnd.EXITED, Verdict.CRASHED),
        (TestEnd.SIGNALLED, Verdict.CRASHED),
        (TestEnd.PROCESSES, Verdict.CRASHED),
        (TestEnd.CPU, Verdict.TIMEOUT),
        (TestEnd.WALL, Verdict.TIMEOUT),
        (TestEnd.MEMORY, Verdict.MEMORY),
        (TestEnd.OUTPUT, Verdict.OUTPUT),
        (TestEnd.STOPPED, Verdict.CRASHED),  # forged: nobody had stopped it
        ("passed", Verdict.CRASHED),
        ("", Verdict.CRASHED),
    ],
)
def test_however_the_process_is_said_to_end_the_test_has_not_passed(
    ask: Ask, reason: str, verdict: Verdict
) -> None:
    ended = Ended(reason, 0, 1.0, 1.0, 1, 1)
    assert trouble(ask, lambda peer: peer.end(ended))[0] is verdict


def test_what_was_answered_before_the_end_still_counts(ask: Ask) -> None:
    def script(peer: Any) -> None:
        answered("last words")(peer)
        peer.end(Ended(TestEnd.EXITED, 0, 0.0, 0.0, 0, 0))

    assert ask(script) == "last words"


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), -1.0])
def test_impossible_times_are_not_believed(meet: Meet, seconds: float) -> None:
    def script(peer: Any) -> None:
        peer.load()
        while peer.message() is not None:
            pass
        peer.end(Ended(TestEnd.STOPPED, None, seconds, seconds, 0, 0))

    candidate = meet(script).candidate
    try:
        ended = candidate.end()
    except SandboxLost:
        return
    assert 0.0 <= ended.cpu_seconds < float("inf") and 0.0 <= ended.wall_seconds < float("inf")


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"?",
        PROCESS.pack(7, 1.0, True) + b"?",
        PROCESS.pack(7, math.nan, True),
        PROCESS.pack(7, math.inf, True),
        PROCESS.pack(7, -1.0, True),
        PROCESS.pack(7, 1.0, True) + PROCESS.pack(0, 1.0, False),
    ],
)
def test_processes_that_cannot_be_are_not_believed(meet: Meet, told: bytes) -> None:
    def script(peer: Any) -> None:
        peer.load()
        while peer.frame().kind != Kind.PROCESSES:
            pass
        peer.send(Kind.PROCESSES, told)

    with pytest.raises(Trouble) as caught:
        Processes(meet(script).candidate).own  # noqa: B018
    assert caught.value.verdict is Verdict.ERROR


def test_processes_of_another_test_are_not_taken_for_those_of_this_one(meet: Meet) -> None:
    def script(peer: Any) -> None:
        peer.load()
        while peer.frame().kind != Kind.PROCESSES:
            pass
        peer.send(Kind.PROCESSES, PROCESS.pack(7, 1.0, True), peer.test + 1)
        peer.send(Kind.PROCESSES, PROCESS.pack(8, 2.0, True) + PROCESS.pack(9, 0.5, False))

    seen = Processes(meet(script).candidate)
    assert seen._seen() == [Process(8, 2.0, True), Process(9, 0.5, False)]


def test_a_sandbox_that_ends_is_a_crash_and_is_lost(meet: Meet) -> None:
    def script(peer: Any) -> None:
        peer.load()
        peer.request()

    candidate = meet(script).candidate
    with pytest.raises(Trouble) as caught:
        candidate.ask(Verb.CALL, FLATTEN)
    assert (caught.value.verdict, caught.value.message) == (Verdict.CRASHED, "the sandbox ended")
    with pytest.raises(SandboxLost):
        candidate.end()
    assert candidate.lost


# --- silence and floods


def test_who_says_nothing_runs_into_the_judges_own_deadline(ask: Ask) -> None:
    began = time.monotonic()
    found = trouble(ask, lambda peer: None, wall_seconds=AT_ONCE_SECONDS)
    assert found == (Verdict.TIMEOUT, "it took longer than the limit")
    assert time.monotonic() - began < SOON_SECONDS


def trickle(peer: Any) -> None:
    leaves = time.monotonic() + 2 * SOON_SECONDS
    while time.monotonic() < leaves:
        peer.send(Kind.DATA, b"\0\0\0\x7f"[:1], 0)
        time.sleep(0.002)
    raise ConnectionError


def flood(payload: bytes, kind: Kind = Kind.OUTPUT) -> Callable[[Any], None]:
    def script(peer: Any) -> None:
        data = Frame(kind, peer.test, payload).encode() * (1 + 60_000 // (len(payload) + 9))
        leaves = time.monotonic() + 2 * SOON_SECONDS
        while time.monotonic() < leaves:
            peer.raw(data)
        raise ConnectionError

    return script


def test_who_says_something_now_and_then_runs_into_the_same_deadline(ask: Ask) -> None:
    began = time.monotonic()
    assert trouble(ask, trickle, wall_seconds=AT_ONCE_SECONDS)[0] is Verdict.TIMEOUT
    assert time.monotonic() - began < SOON_SECONDS


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(flood(b"\x01" + b"x" * 50_000), id="output"),
        pytest.param(flood(b""), id="empty frames"),
        pytest.param(flood(b"", Kind.BYTES), id="bytes of no connection"),
        pytest.param(flood(b"", Kind.OPENED), id="connections"),
        pytest.param(flood(b"\x01" + b"x" * 1000, Kind.READY), id="greetings"),
    ],
)
def test_a_flood_ends_the_test_soon(ask: Ask, script: Callable[[Any], None]) -> None:
    began = time.monotonic()
    verdict, _ = trouble(ask, script, wall_seconds=AT_ONCE_SECONDS)
    assert verdict in (Verdict.ERROR, Verdict.TIMEOUT)
    assert time.monotonic() - began < SOON_SECONDS


def test_an_answer_larger_than_all_answers_is_an_error(ask: Ask) -> None:
    def script(peer: Any) -> None:
        for _ in range(5):
            peer.say(Callback(peer.requests[-1].token, 0, ("x" * (15 << 20),), {}))
            peer.message()

    verdict, message = trouble(ask, script, lambda text: None)
    assert (verdict, message) == (Verdict.ERROR, f"{BROKEN} (more was sent than any answer needs)")
