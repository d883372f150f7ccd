"""What a sandbox can make the judge keep, with calls of several threads, has its bounds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from grader.judge.talk import listening, strands
from grader.judge.talk.trouble import Trouble
from grader.report import Verdict
from grader.wire.frames import Kind
from grader.wire.messages import Callback, Returned, Threaded, Verb
from grader.wire.values import Ref

FLATTEN = Ref("inside", 1, "flatten")
# The number of the first function that a test passes in.
FIRST = 0
SOON_SECONDS = 5.0

Ask = Callable[..., Any]
Meet = Callable[..., Any]


def test_what_nobody_has_taken_yet_is_bounded(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_MOST_KEPT", 10)
    release = threading.Event()
    called: list[int] = []

    def script(peer: Any) -> None:
        token = peer.requests[-1].token
        peer.say(Threaded(0, True))
        for serial in range(30):
            peer.say(Callback(token, FIRST, (), {}, serial, 0))

    def function() -> None:
        called.append(1)
        release.wait(0.5 if len(called) == 1 else 0)

    with pytest.raises(Trouble) as caught:
        ask(script, function)
    assert caught.value.verdict is Verdict.ERROR
    assert len(called) <= 11


def test_what_process_1_says_unasked_is_bounded(meet: Meet) -> None:
    def play(peer: Any) -> None:
        peer.load()
        token = peer.request().token
        peer.say(Threaded(0, True))
        for _ in range(2 * listening._MOST_FRAMES):
            peer.send(Kind.PROCESSES)
        peer.say(Returned(token, "answered"))
        while peer.message() is not None:
            pass
        peer.end()

    candidate = meet(play).candidate
    with pytest.raises(Trouble) as caught:
        candidate.ask(Verb.CALL, FLATTEN)
    assert caught.value.verdict is Verdict.ERROR
    candidate.end()


def test_threads_that_earlier_tests_left_take_the_place_of_others(
    meet: Meet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strands, "_MOST_LEFT", 5)
    monkeypatch.setattr(strands, "_left", [])
    release, running = threading.Event(), threading.Semaphore(0)
    seen: set[threading.Thread] = set()

    def play(peer: Any) -> None:
        for begun in (4, 1):
            peer.load()
            token = peer.request().token
            for number in range(1, 5):
                peer.say(Callback(token, FIRST, (), {}, number, number))
            assert all(running.acquire(timeout=SOON_SECONDS) for _ in range(begun))
            peer.say(Returned(token, None))
            while peer.message() is not None:
                pass
            peer.end()

    def function() -> None:
        seen.add(threading.current_thread())
        running.release()
        release.wait()

    meeting = meet(play)
    candidate = meeting.candidate
    try:
        candidate.ask(Verb.CALL, FLATTEN, function)
        candidate.end()
        candidate.begin(meeting.peer.started)
        candidate.ask(Verb.CALL, FLATTEN, function)
        candidate.end()
        assert len(strands._left) == len(seen) == 5
    finally:
        release.set()
