"""What the worker says in one test, and for which of the judge's threads it is.

Theory of operation. As long as the candidate's code has one thread, whoever waits for an answer reads for
itself: one request is open, and what comes is its answer, or a call-back that the same thread runs. As soon
as the sandbox says that there are several threads, or one of these calls, a thread of our own listens for the
rest of the test. It puts what it reads into the boxes of those who wait, or hands it to `strands`: so calls
arrive while others run. What is about event loops still goes to the thread that waits longest, where they
live. In virtual time only one thread inside runs at a time, and nobody listens: what one of them calls is run
by who reads.

The lock is held while a message is taken apart or made, so that both sides count alike, and never while
something is waited for or while the suite's code runs.
"""

from __future__ import annotations

from _thread import start_new_thread  # bound here: a suite may put something else in its place
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event, RLock, get_ident
from time import monotonic  # as above
from typing import Any, NoReturn

from ...report import Verdict
from ...wire.frames import Frame, Joiner, Kind, WireError
from ...wire.messages import (
    APART,
    Callback,
    Changed,
    Described,
    Ended,
    Items,
    Raised,
    Returned,
    Threaded,
    Verb,
    unpack,
)
from .channel import Channel
from .printed import Printed
from .stand_ins import StandIns
from .strands import Strands
from .stream import DeadlinePassed
from .trouble import VERDICTS, SandboxLost, Trouble, ended

_FEW_BYTES = 4096
# What a call or a thread has as its number is sent back where a token has its place.
_MOST_NUMBER = 1 << 62
# What process 1 may have answered and nobody has taken.
_MOST_FRAMES = 100
# What one request may have heard and not done yet.
_MOST_KEPT = 10_000
# The listener looks so often whether something is left to be sent, as it does whenever something comes.
_PIECE_SECONDS = 0.1


class Awaited:
    """A request that was sent and not answered."""

    __slots__ = ("box", "is_answered", "verb")

    def __init__(self, verb: int) -> None:
        self.verb = verb
        self.is_answered = False
        self.box: SimpleQueue[Any] = (
            SimpleQueue()
        )  # what the listener has heard for it; None if no more comes


class Listening:
    """The reading half of the protocol."""

    def __init__(self, before_hearing: Callable[[], None]) -> None:
        """Calls `before_hearing` once, before anything from the candidate's code is read."""
        self._connected: Channel | None = None
        self._before_hearing = before_hearing
        self._number = 0
        self._deadline = 0.0
        self._live = False
        self._one_at_a_time = False  # whether only one thread runs inside
        self.lost: str = ""
        self.heard = False  # whether anything has come from the candidate's code
        self._lock = RLock()
        self._unpacking = 0  # the number of the thread that reads a message
        self._stand_ins: StandIns
        self.trouble: Trouble | None = None

    def _begin_listening(self, joiner: Joiner) -> None:
        self._joiner = joiner
        self._messages: list[bytes] = []
        self._printed = Printed()
        self._ended: Ended | None = None
        self.trouble = None
        self._open: dict[int, Awaited] = {}  # by token, the first one at the beginning
        self._strands = Strands(self._lock, self._run_apart, self._stand_ins.functions)
        self._listened: Event | None = None  # where there is a listener; set once it is at an end
        self._frames: SimpleQueue[Frame | None] = SimpleQueue()  # what is not about the conversation
        self._failure: BaseException | None = None  # why the listener hears no more
        self._is_silent = False  # whether nobody is told anything any more

    @property
    def _channel(self) -> Channel:
        if self._connected is None:
            raise SandboxLost("no sandbox is connected")
        return self._connected

    def _run_apart(self, strands: Strands, call: Callback) -> None:
        raise NotImplementedError

    @property
    def unpacking(self) -> bool:
        """Whether this thread is decoding a message, during which it must send no request."""
        return self._unpacking == get_ident()

    # --- those who wait

    def _expect(self, token: int, verb: int) -> None:
        self._open[token] = awaited = Awaited(verb)
        if self._is_silent:
            awaited.box.put(None)

    def _next_for(self, token: int) -> Any:
        """Waits for what comes to the request `token`: its answer, or a call-back for this thread to run."""
        awaited = self._open[token]
        while self._listened is None:
            message = self._decoded(self._next_piece(loading=awaited.verb == Verb.LOAD))
            if message is None:
                continue
            if message.token != token and not getattr(message, "strand", 0):
                raise WireError("an answer that was not asked for")
            return message
        try:
            message = awaited.box.get(timeout=max(0.0, self._deadline - monotonic()))
        except Empty:
            raise DeadlinePassed from None
        if message is None:
            awaited.box.put(None)
            self._tell_why()
        return message

    def _tell_why(self) -> NoReturn:
        """Raises why nothing more is heard."""
        if self.trouble is not None:
            raise self.trouble
        if self._failure is not None:
            raise self._failure
        if self._ended is not None and self._live:
            raise self._over(self._ended)
        raise RuntimeError("the test that started this thread is over")

    def _over(self, ended: Ended) -> Trouble:
        return self._give_up(*VERDICTS.get(ended.reason, (Verdict.CRASHED, "the process ended")))

    def _give_up(self, verdict: Verdict, message: str) -> Trouble:
        self._hear()  # that nothing comes, or no more, is the candidate's doing too
        if self.trouble is None:
            self.trouble = Trouble(verdict, message)
        return self.trouble

    # --- what comes

    def _hear(self) -> None:
        if not self.heard:
            self._before_hearing()
        self.heard = True

    def _next_piece(self, *, loading: bool) -> bytes:
        while not self._messages:
            if self._ended is not None:
                raise self._over(self._ended)
            self._note(self._channel.next_frame(self._deadline))
        # Nothing can come of a few bytes that only tell which functions and classes there are.
        if not loading or len(self._messages[0]) > _FEW_BYTES:
            self._hear()
        return self._messages.pop(0)

    def _decoded(self, data: bytes) -> Any:
        """Takes a message apart; returns it if it is for somebody who waits, else None.

        Raises:
            WireError: it is none that can come now.
        """
        with self._lock:
            message = self._read(unpack, data, self._stand_ins.incoming, self._channel.spend)
            in_step = self._stand_ins.in_step
            # What a class or bound may not be is checked by `unpack`; here, that it was asked for.
            if type(message) is Described:
                self._read(self._stand_ins.describe, message.classes)
                return None
            if type(message) is Changed:
                self._read(in_step.apply, message.changes)
                return None
            if type(message) is Threaded:
                self._listen() if message.several else self._strands.end()
                return None
            awaited = self._open.get(message.token) if type(message) in _ABOUT_REQUESTS else None
            if awaited is None or awaited.is_answered:
                raise WireError("an answer that was not asked for")
            awaited.is_answered = type(message) is not Callback
            if type(message) is Callback:
                if not (0 <= message.serial < _MOST_NUMBER and 0 <= message.strand < _MOST_NUMBER):
                    raise WireError("a number that is none")
                in_step.note((*message.arguments, *message.keywords.values()), sent=False)
                return self._for_whom(message) if message.strand else message
            if type(message) is not Raised and awaited.verb not in APART:
                in_step.note((message[1],), sent=False)
            return message

    def _for_whom(self, call: Callback) -> Callback | None:
        """Hands over what another thread calls; returns what is to be run by who waits for an answer."""
        self._listen()
        if self._one_at_a_time or self._stand_ins.functions.is_of_loops(call):
            return call
        self._strands.take(call)
        return None

    def _read(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Calls a function that reads what the sandbox sent, which must send no request."""
        self._unpacking = get_ident()
        try:
            return function(*arguments)
        finally:
            self._unpacking = 0

    def _note(self, frame: Frame) -> None:
        """Stores a frame about the current test; drops one about an older test."""
        if frame.channel != self._number:
            return
        if frame.kind == Kind.DATA:
            self._messages.extend(self._joiner.feed(frame.payload))
        elif frame.kind == Kind.OUTPUT:
            self._printed.add(frame.payload)
        elif frame.kind == Kind.ENDED:
            self._ended = ended(frame.payload)

    # --- the listener

    def _listen(self) -> None:
        """Begins to listen for the rest of the test."""
        if self._listened is None and not self._one_at_a_time:
            listened = Event()
            try:
                start_new_thread(self._keep_listening, (listened,))
            except RuntimeError as exc:
                raise MemoryError from exc
            self._listened = listened

    def _keep_listening(self, listened: Event) -> None:
        try:
            while self._ended is None:
                self._hand_out()
                try:
                    frame = self._channel.next_frame(monotonic() + _PIECE_SECONDS)
                except DeadlinePassed:
                    continue
                if frame.kind not in _ABOUT_TESTS:
                    self._put_apart(frame)
                elif frame.kind != Kind.DATA or not self._is_silent:
                    self._note(frame)
            self._hand_out()
        except BaseException as exc:  # noqa: BLE001 - it is for whoever waits for an answer
            self._failure = self._failure or exc
        finally:
            self._silence()
            listened.set()

    def _put_apart(self, frame: Frame) -> None:
        if frame.channel == self._number:
            if self._frames.qsize() == _MOST_FRAMES:  # nobody asks for the next before there is one
                raise WireError("answers that were not asked for")
            self._channel.spend(len(frame.payload) >> 6)
            self._frames.put(frame)

    def _hand_out(self) -> None:
        while self._messages:
            data = self._messages.pop(0)
            if self._is_silent:
                continue
            self._hear()
            with self._lock:
                message = self._decoded(data)
                awaited = message and self._open.get(message.token)
                if type(message) is Callback and message.strand:  # who began serves the loops
                    awaited = next((each for each in list(self._open.values()) if not each.is_answered), None)
                if awaited is not None:
                    if awaited.box.qsize() >= _MOST_KEPT:  # a thread inside has one call at a time
                        raise WireError("more calls at once than there are threads")
                    awaited.box.put(message)

    def _silence(self, why: BaseException | None = None) -> None:
        """Tells all who wait, now or later, that nothing more comes."""
        with self._lock:
            if not self._is_silent:
                self._is_silent = True
                self._failure = self._failure or why
                for awaited in list(self._open.values()):  # who is told so removes its own at once
                    awaited.box.put(None)
                self._frames.put(None)


_ABOUT_REQUESTS = frozenset((Returned, Raised, Items, Callback))
_ABOUT_TESTS = frozenset((Kind.DATA, Kind.OUTPUT, Kind.ENDED))
