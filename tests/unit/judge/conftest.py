"""The other end of the wire: a thread that speaks it as a script says, honestly or not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.judge.talk.conversation import Conversation
from grader.judge.talk.proxies import is_proxy
from grader.judge.talk.stream import SandboxStream
from grader.sandboxes.base import Framing
from grader.wire import specials
from grader.wire.frames import Frame, FrameReader, Joiner, Kind, message_bytes, pieces
from grader.wire.messages import (
    Described,
    Ended,
    Message,
    Request,
    Returned,
    Start,
    TestEnd,
    Verb,
    pack,
    unpack,
)
from grader.wire.values import Ref

# What bounds a failure; no test that passes comes near.
PATIENCE_SECONDS = 20.0
STOPPED = Ended(TestEnd.STOPPED, None, 0.25, 0.5, 1000, 0)


def start(wall_seconds: float = PATIENCE_SECONDS) -> Start:
    return Start(1.0, wall_seconds, 1 << 28, 64, 1 << 20, 1.0)


class Left(Exception):
    """The judge closed its end."""


class Peer:
    """Plays the sandbox. `requests` is every request that came, the loading of the file left out."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._reader = FrameReader()
        self._joiner = Joiner()
        self._frames: list[Frame] = []
        self._messages: list[Message] = []
        self.test = 0
        self.started: Start | None = None
        self.requests: list[Request] = []
        self.stopped = False

    # --- what comes

    def frame(self) -> Frame:
        while not self._frames:
            data = self._sock.recv(1 << 16)
            if not data:
                raise Left
            self._frames = self._reader.feed(data)
        return self._frames.pop(0)

    def message(self) -> Message | None:
        """The next message about the test, or None where the judge ends the test."""
        while not self._messages:
            frame = self.frame()
            if frame.kind is Kind.STOP:
                self.stopped = True
                return None
            if frame.kind is Kind.START:
                self.test, self._joiner = frame.channel, Joiner()
                message = unpack(frame.payload)
                assert type(message) is Start
                self.started = message
            elif frame.kind is Kind.DATA:
                bodies = self._joiner.feed(frame.payload)
                self._messages = [unpack(body, lambda ref: ref) for body in bodies]
        return self._messages.pop(0)

    def request(self) -> Request:
        message = self.message()
        if message is None:
            raise Left
        assert type(message) is Request
        if message.verb != Verb.LOAD:
            self.requests.append(message)
        return message

    # --- what goes

    def raw(self, data: bytes) -> None:
        self._sock.sendall(data)

    def send(self, kind: int, payload: bytes = b"", channel: int | None = None) -> None:
        self.raw(Frame(kind, self.test if channel is None else channel, payload).encode())

    def say(self, message: Message, other: Callable[[Any], Any] = lambda ref: ref) -> None:
        for piece in pieces(Kind.DATA, self.test, message_bytes(pack(message, other))):
            self.raw(piece)

    def end(self, ended: Ended = STOPPED, channel: int | None = None) -> None:
        self.send(Kind.ENDED, pack(ended), channel)

    def load(self) -> None:
        """Says that the file is loaded."""
        request = self.request()
        assert request.verb == Verb.LOAD
        self.say(Returned(request.token, {}))

    def serve(self, answer: Callable[[Request], Message]) -> None:
        """Answers every request until the test is stopped, and says how it ended."""
        while (message := self.message()) is not None:
            assert type(message) is Request
            if message.verb == Verb.LOAD:
                self.say(Returned(message.token, {}))
            else:
                self.requests.append(message)
                self.say(answer(message))
        self.end()


Script = Callable[[Peer], None]


class Meeting:
    """A candidate that talks to a peer with a script of its own."""

    def __init__(self, script: Script, *, begin: bool = True, wall_seconds: float = PATIENCE_SECONDS) -> None:
        ours, self._theirs = socket.socketpair()
        self._theirs.settimeout(PATIENCE_SECONDS)
        self.peer = Peer(self._theirs)
        self.stream = SandboxStream(ours, Framing.NONE)
        self.failure: BaseException | None = None
        self._thread = threading.Thread(target=self._play, args=(script,), daemon=True)
        self._thread.start()
        self.candidate = Conversation()
        self.candidate.connect(self.stream)
        if begin:
            self.candidate.begin(start(wall_seconds))

    def _play(self, script: Script) -> None:
        try:
            script(self.peer)
        except (Left, ConnectionError):
            pass
        except BaseException as failure:
            self.failure = failure
        finally:
            self._theirs.close()

    def wait(self) -> Peer:
        """The peer, when its script is at an end."""
        self._thread.join(PATIENCE_SECONDS)
        assert not self._thread.is_alive()
        return self.peer

    def close(self) -> None:
        self.candidate.loopback.close()
        self.stream.close()
        self.wait()
        if self.failure is not None:
            raise AssertionError("the script broke") from self.failure


@pytest.fixture
def meet() -> Iterator[Callable[..., Meeting]]:
    """A function that makes meetings; they are over when the test is."""
    meetings: list[Meeting] = []

    def make(script: Script, **how: Any) -> Meeting:
        meetings.append(Meeting(script, **how))
        return meetings[-1]

    yield make
    for meeting in meetings:
        meeting.close()


@pytest.fixture
def ask(meet: Callable[..., Meeting]) -> Callable[..., Any]:
    """A function that calls `flatten` of a candidate whose peer follows a script once the file is loaded."""

    def call(script: Script, *arguments: Any, **how: Any) -> Any:
        def play(peer: Peer) -> None:
            peer.load()
            peer.request()
            script(peer)
            while peer.message() is not None:
                pass
            peer.end()

        meeting = meet(play, **how)
        return meeting.candidate.ask(Verb.CALL, Ref("inside", 1, "flatten"), *arguments)

    return call


# The answers of an event loop in which there is nothing to do.
_OF_LOOPS = {Verb.RUN: ((), 0, 0.0), Verb.CLOSE: None}
_THING = Ref("object", 7, "Thing", 9)
# The class of such a thing, which has every special method.
_CLASS = (9, "Thing", (), specials.UNHASHABLE - 1, "", 0)


class Talk:
    """A proxy of entry 7 of the sandbox's table, and what was asked of the sandbox."""

    def __init__(self, meeting: Any) -> None:
        self.candidate = meeting.candidate
        self._meeting = meeting
        self.thing = self.candidate.ask(Verb.CALL, Ref("inside", 1, "flatten"))
        assert is_proxy(self.thing)

    @property
    def asked(self) -> list[Request]:
        """The requests to the sandbox, without the first, which gave the proxy."""
        if self.candidate.live:
            self.candidate.end()
        return self._meeting.wait().requests[1:]


@pytest.fixture
def talk(meet: Callable[..., Any]) -> Callable[..., Any]:
    """A function that begins a talk: a reference, then `answers` in turn, then 1 for ever."""

    def begin(*answers: Any, thing: Ref = _THING, own: Any = _CLASS, named: bool = True) -> Talk:
        replies = [thing, *answers]

        def answer(request: Request) -> Any:
            if request.verb in _OF_LOOPS:
                return Returned(request.token, _OF_LOOPS[request.verb])
            reply = replies.pop(0) if replies else 1
            if callable(reply):
                return reply(request.token)
            return Returned(request.token, reply)

        def play(peer: Peer) -> None:
            request = peer.request()
            peer.say(Described(0, [own]))
            peer.say(Returned(request.token, {"Thing": Ref("class", 9, "Thing")} if named else {}))
            peer.serve(answer)

        return Talk(meet(play))

    return begin
