"""Calls of several threads, from a sandbox that says what it likes: each test ends, in time, and alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from grader.judge.talk import exchange, strands
from grader.judge.talk.conversation import Conversation
from grader.judge.talk.trouble import Trouble
from grader.report import Verdict
from grader.wire.messages import Callback, Request, Returned, Threaded, Verb
from grader.wire.values import Ref

FLATTEN = Ref("inside", 1, "flatten")
# The number of the first function that a test passes in.
FIRST = 0
AT_ONCE_SECONDS = 0.3 - exchange._GRACE_SECONDS
SOON_SECONDS = 5.0

Ask = Callable[..., Any]
Meet = Callable[..., Any]


def calls(*calls: tuple[Any, ...], answer: bool = True) -> Callable[[Any], None]:
    """Calls the first function from the threads in each tuple, then answers."""

    def script(peer: Any) -> None:
        token = peer.requests[-1].token
        for serial, strand in calls:
            peer.say(Callback(token, FIRST, (strand,), {}, serial, strand))
        if answer:
            for _ in calls:
                peer.message()
            peer.say(Returned(token, "answered"))

    return script


def test_calls_of_several_threads_run_at_the_same_time(ask: Ask) -> None:
    together = threading.Barrier(3, timeout=SOON_SECONDS)
    seen: list[int] = []

    def function(strand: int) -> None:
        together.wait()
        seen.append(threading.get_ident())

    assert ask(calls((1, 11), (2, 12), (3, 13)), function) == "answered"
    assert len(set(seen)) == 3
    assert threading.get_ident() not in seen


def test_a_call_of_another_thread_runs_beside_one_of_the_first(ask: Ask) -> None:
    together = threading.Barrier(2, timeout=SOON_SECONDS)

    def script(peer: Any) -> None:
        peer.say(Threaded(0, True))
        calls((1, 0), (2, 12))(peer)

    seen: list[int] = []
    function = lambda strand: (together.wait(), seen.append(threading.get_ident()))[1]  # noqa: E731
    assert ask(script, function) == "answered"
    assert threading.get_ident() in seen and len(set(seen)) == 2


def test_a_thread_keeps_its_own(ask: Ask) -> None:
    seen: list[int] = []
    replies: list[Any] = []

    def script(peer: Any) -> None:
        token = peer.requests[-1].token
        for serial in range(5):
            peer.say(Callback(token, FIRST, (), {}, serial, 11))
            replies.append(peer.message())
        peer.say(Returned(token, None))

    ask(script, lambda: seen.append(threading.get_ident()))
    assert len(seen) == 5 and len(set(seen)) == 1
    assert [reply.token for reply in replies] == list(range(5))


def test_what_a_call_asks_goes_to_the_thread_that_called(meet: Meet) -> None:
    nested: list[Request] = []

    def play(peer: Any) -> None:
        peer.load()
        outer = peer.request()
        peer.say(Callback(outer.token, FIRST, (), {}, 1, 11))
        nested.append(peer.request())
        peer.say(Returned(nested[0].token, 7))
        assert peer.message() == Returned(1, 7)
        peer.say(Returned(outer.token, 8))

    candidate = meet(play).candidate
    assert candidate.ask(Verb.CALL, FLATTEN, lambda: candidate.ask(Verb.CALL, FLATTEN)) == 8
    assert nested[0].strand == 11


def test_a_second_answer_to_a_request_ends_the_test(meet: Meet) -> None:
    def play(peer: Any) -> None:
        peer.load()
        token = peer.request().token
        peer.say(Threaded(0, True))
        peer.say(Callback(token, FIRST, (), {}, 1, 0))
        for answer in range(2):
            peer.say(Returned(token, answer))
        while peer.message() is not None:
            pass
        peer.end()

    candidate = meet(play).candidate

    def function() -> None:
        until = time.monotonic() + SOON_SECONDS
        while not candidate._is_silent and time.monotonic() < until:
            time.sleep(0.001)

    with pytest.raises(Trouble) as caught:
        for _ in range(2):
            candidate.ask(Verb.CALL, FLATTEN, function)
    assert caught.value.verdict is Verdict.ERROR
    candidate.end()


def test_threads_end_as_those_inside_do(ask: Ask) -> None:
    seen: list[threading.Thread] = []
    alive: list[bool] = []

    def script(peer: Any) -> None:
        token = peer.requests[-1].token
        for strand in (11, 12):
            peer.say(Callback(token, FIRST, (), {}, strand, strand))
            peer.message()
        peer.say(Threaded(0, False))
        peer.say(Callback(token, FIRST, (), {}, 13, 0))
        peer.message()
        peer.say(Returned(token, None))

    def function() -> None:
        alive.extend(thread.is_alive() for thread in seen)
        seen.append(threading.current_thread())

    ask(script, function)
    assert len(set(seen)) == 3
    assert alive == [True, False, False]


def test_no_more_threads_than_the_bound_are_begun(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strands, "_MOST_THREADS", 3)
    seen: set[int] = set()
    running: list[int] = []
    most: list[int] = []

    def function(strand: int) -> None:
        running.append(strand)
        most.append(len(running))
        seen.add(strand)
        time.sleep(0.01)
        running.remove(strand)

    assert ask(calls(*[(number, 100 + number) for number in range(20)]), function) == "answered"
    assert len(seen) == 20
    assert max(most) <= 3


BROKEN: dict[str, Callable[[Any, int], None]] = {
    "a token of no request": lambda peer, token: peer.say(Callback(token + 1, FIRST, (0,), {}, 1, 11)),
    "a number of no function": lambda peer, token: peer.say(Callback(token, 99, (0,), {}, 1, 11)),
    "no thread": lambda peer, token: peer.say(Callback(token, FIRST, (0,), {}, 1, -1)),
    "too large a number": lambda peer, token: peer.say(Callback(token, FIRST, (0,), {}, 1 << 63, 0)),
    "too large a number of a thread's call": lambda peer, token: peer.say(
        Callback(token, FIRST, (0,), {}, 1 << 63, 11)
    ),
    "too large a number of a thread": lambda peer, token: peer.say(
        Callback(token, FIRST, (0,), {}, 1, 1 << 63)
    ),
    "a negative number": lambda peer, token: peer.say(Callback(token, FIRST, (0,), {}, -1, 11)),
    "a thread that waits already": lambda peer, token: [
        peer.say(Callback(token, FIRST, (0,), {}, serial, 11)) for serial in range(2)
    ],
    "an answer to nobody": lambda peer, token: [
        peer.say(Threaded(0, True)), peer.say(Returned(token + 1, None)),
    ],
    "a request": lambda peer, token: [
        peer.say(Threaded(0, True)), peer.say(Request(token, 2, None, (), {}, False)),
    ],
    "no message": lambda peer, token: [peer.say(Threaded(0, True)), peer.raw(b"\xff\xff\xff\xff")],
    "more than any process has": lambda peer, token: [
        peer.say(Callback(token, FIRST, (0,), {}, number, number)) for number in range(1, 200)
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_ends_the_test(ask: Ask, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strands, "_MOST_WAITING", 100)
    release = threading.Event()
    began = time.monotonic()
    try:
        with pytest.raises(Trouble) as caught:
            ask(lambda peer: BROKEN[name](peer, peer.requests[-1].token), lambda _: release.wait())
    finally:
        release.set()
    assert caught.value.verdict is Verdict.ERROR
    assert time.monotonic() - began < SOON_SECONDS


@pytest.mark.parametrize(
    "script",
    [
        calls((1, 11), answer=False),
        lambda peer: peer.say(Threaded(0, True)),
        lambda peer: [peer.say(Threaded(0, True)) for _ in range(100)],
    ],
)
def test_an_answer_that_never_comes_is_waited_for_until_the_deadline(ask: Ask, script: Any) -> None:
    began = time.monotonic()
    with pytest.raises(Trouble) as caught:
        ask(script, lambda strand: None, wall_seconds=AT_ONCE_SECONDS)
    assert caught.value.verdict is Verdict.TIMEOUT
    assert time.monotonic() - began < SOON_SECONDS


def test_what_a_call_asks_in_vain_ends_the_test_too(meet: Meet) -> None:
    def play(peer: Any) -> None:
        peer.load()
        peer.say(Callback(peer.request().token, FIRST, (), {}, 1, 11))
        while peer.message() is not None:
            pass
        peer.end()

    candidate = meet(play, wall_seconds=AT_ONCE_SECONDS).candidate
    with pytest.raises(Trouble) as caught:
        candidate.ask(Verb.CALL, FLATTEN, lambda: candidate.ask(Verb.CALL, FLATTEN))
    assert caught.value.verdict is Verdict.TIMEOUT
    candidate.end()


def test_the_end_of_the_sandbox_ends_whoever_waits(meet: Meet) -> None:
    raised: list[BaseException] = []

    def play(peer: Any) -> None:
        peer.load()
        peer.say(Callback(peer.request().token, FIRST, (), {}, 1, 11))
        peer.request()

    candidate = meet(play).candidate

    def function() -> None:
        try:
            candidate.ask(Verb.CALL, FLATTEN)
        except BaseException as exc:
            raised.append(exc)
            raise

    with pytest.raises(Trouble) as caught:
        candidate.ask(Verb.CALL, FLATTEN, function)
    assert caught.value.verdict is Verdict.CRASHED


def test_what_ends_the_test_in_a_thread_ends_it(ask: Ask) -> None:
    with pytest.raises(pytest.fail.Exception, match="my own words"):
        ask(calls((1, 11)), lambda strand: pytest.fail("my own words"))


def test_a_call_that_had_not_begun_is_no_call_of_the_next_test(
    meet: Meet, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold, held, tried = threading.Event(), threading.Event(), threading.Event()
    hash_again, mine = Conversation._hash_again, threading.get_ident()

    def late(self: Conversation, values: Any) -> list[Any]:
        if threading.get_ident() != mine:
            held.set()
            hold.wait(SOON_SECONDS)
        return hash_again(self, values)

    def play(peer: Any) -> None:
        for _ in range(2):
            peer.load()
            token = peer.request().token
            if not peer.requests[1:]:
                peer.say(Callback(token, FIRST, (1,), {}, 1, 11))
                held.wait(SOON_SECONDS)
            peer.say(Returned(token, "answered"))
            assert peer.message() is None
            peer.end()

    monkeypatch.setattr(Conversation, "_hash_again", late)
    run_apart = Conversation._run_apart

    def and_tell(self: Conversation, *arguments: Any) -> None:
        run_apart(self, *arguments)
        tried.set()

    monkeypatch.setattr(Conversation, "_run_apart", and_tell)
    meeting = meet(play)
    candidate = meeting.candidate
    called: list[str] = []
    assert candidate.ask(Verb.CALL, FLATTEN, lambda _: called.append("first")) == "answered"
    candidate.end()
    candidate.begin(meeting.peer.started)
    assert candidate.ask(Verb.CALL, FLATTEN, lambda _: called.append("second")) == "answered"
    hold.set()
    assert tried.wait(SOON_SECONDS)
    assert called == []
    candidate.end()


def test_who_waits_may_leave_while_others_are_told_that_nothing_comes(meet: Meet) -> None:
    candidate = meet(lambda peer: None, begin=False).candidate

    class Box:
        def put(self, _: object) -> None:
            candidate._open.popitem()

    for token in range(3):
        candidate._expect(token, Verb.CALL)
        candidate._open[token].box = Box()  # type: ignore[assignment]
    candidate._silence()
    assert candidate._open == {}


def test_a_reply_after_the_test_is_dropped(meet: Meet) -> None:
    begun, release, over = threading.Event(), threading.Event(), threading.Event()
    asked: list[BaseException] = []

    def play(peer: Any) -> None:
        peer.load()
        token = peer.request().token
        peer.say(Callback(token, FIRST, (), {}, 1, 11))
        begun.wait(SOON_SECONDS)
        peer.say(Returned(token, "answered"))
        assert peer.message() is None
        peer.end()
        peer.serve(lambda request: Returned(request.token, "next"))

    meeting = meet(play)
    candidate = meeting.candidate

    def function() -> None:
        begun.set()
        release.wait()
        try:
            candidate.ask(Verb.CALL, FLATTEN)
        except RuntimeError as exc:
            asked.append(exc)
        over.set()

    assert candidate.ask(Verb.CALL, FLATTEN, function) == "answered"
    candidate.end()
    candidate.begin(meeting.peer.started)
    release.set()
    assert over.wait(SOON_SECONDS)
    assert [str(exc) for exc in asked] == ["the test that started this thread is over"]
    assert candidate.ask(Verb.CALL, FLATTEN) == "next"
    candidate.end()
    assert len(meeting.wait().requests) == 2
