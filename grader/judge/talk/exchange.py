"""The judge's exchange of messages with the worker: begins and ends tests, sends requests, serves callbacks.

Theory of operation. Everything happens in the thread that sends the request, one request at a time (`turns`):
while it waits for an answer, it also runs callbacks into the suite and moves the bytes of forwarded
connections. A test has one absolute deadline, kept here whatever the sandbox says about its clocks. Whatever
the sandbox does (dies, lies, floods, stalls) ends the test as `Trouble`, which is not an `Exception`, so that
no suite swallows it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterable
from threading import get_ident
from time import monotonic  # a suite may put something else in its place in the module
from typing import Any

from ...machine.capacity import affinity
from ...report import Verdict
from ...wire.frames import Frame, Joiner, Kind, WireError
from ...wire.messages import (
    APART,
    SHARED_TIME,
    Callback,
    Changed,
    Described,
    Ended,
    Items,
    Raised,
    Ready,
    Request,
    Returned,
    Start,
    TestEnd,
    Verb,
    pack,
    unpack,
)
from ...wire.values import NotPlain
from .channel import Channel
from .exceptions import showable, told_failure
from .imported import Imported
from .loopback import Loopback
from .names import Names
from .printed import Printed
from .stand_ins import Refused, StandIns, place
from .stream import DeadlinePassed, SandboxStream, StreamEnded
from .trouble import FILLED, VERDICTS, SandboxLost, Trouble, ended
from .turns import Turns

# The supervisor ends a test at its wall limit; this much later the judge no longer relies on it.
_GRACE_SECONDS = 3.0
_STOP_SECONDS, _READY_SECONDS = 10.0, 60.0
_FEW_BYTES = 4096


class Exchange:
    """The judge's side of the protocol: one test after another, one request at a time."""

    def __init__(self, before_hearing: Callable[[], None]) -> None:
        """Calls `before_hearing` once, before anything from the candidate's code is read."""
        self._connected: Channel | None = None
        self._ready: Ready | None = None
        self._number = 0
        self._live = False
        self._deadline = 0.0
        self._cpus = affinity()
        self.loopback = Loopback(lambda frame: self._channel.send(frame))
        self.lost: str = ""
        self.heard = False  # whether anything has come from the candidate's code
        self.names = Names()
        self._before_hearing = before_hearing
        self.imported = Imported()
        self._reset()

    def _reset(self) -> None:
        self._joiner = Joiner(self.imported.most_bytes)
        self._messages: list[bytes] = []
        self._stand_ins = self._new_stand_ins()
        self.names.forget()
        self._unpacking = 0  # the thread that reads a message
        self._turns = Turns(self._no_turn)
        self._printed = Printed()
        self._loading: int | None = None
        self._loaded = False
        self.load_seconds = 0.0  # what was waited for the file, where it was loaded
        self._ended: Ended | None = None
        self.trouble: Trouble | None = None
        self.suite_failure: BaseException | None = None
        self.requests = 0

    # --- what the plugin does

    @property
    def live(self) -> bool:
        """Whether a test is running, so that requests can be sent."""
        return self._live

    @property
    def unpacking(self) -> bool:
        """Whether this thread is decoding a message, during which it must send no request."""
        return self._unpacking == get_ident()

    @property
    def output(self) -> str:
        """The kept part of what the test has printed."""
        return self._printed.text(self._ended.printed_bytes if self._ended else 0)

    @property
    def parts(self) -> int:
        """The total cost so far of the values in this test, in parts of about 64 bytes."""
        return self._channel.parts if self._number else 0

    @property
    def refused(self) -> str:
        """Describes what object of the suite cannot be sent to the sandbox; empty if there is none."""
        return str(self._stand_ins.refused or "")

    @property
    def loaded(self) -> bool:
        """Whether the candidate's file was loaded in this test."""
        return self._loaded

    @property
    def seconds_left(self) -> float:
        """The time that the test has left."""
        return self._deadline - _GRACE_SECONDS - monotonic()

    def connect(self, stream: SandboxStream) -> None:
        """Uses `stream` for talking to the worker from now on."""
        self._connected = Channel(stream, self.loopback, self.imported.most_bytes)
        self._deadline = monotonic() + _READY_SECONDS

    @property
    def _channel(self) -> Channel:
        if self._connected is None:
            raise SandboxLost("no sandbox is connected")
        return self._connected

    def wait_until_ready(self) -> Ready:
        """Waits for and returns the worker's first message, which says which protections are in force.

        Raises:
            SandboxLost: it says nothing.
        """
        try:
            if self._ready is None:
                self._ready = self._channel.ready(self._deadline)
        except (StreamEnded, DeadlinePassed, WireError) as exc:
            raise SandboxLost(str(exc) or "the worker did not answer") from None
        return self._ready

    def begin(self, start: Start, *, load: bool = True, prints: bool = False) -> None:
        """Starts a fresh process for a test, which loads the candidate's file unless `load` is false.

        With `prints`, the output of the test's process is also printed in the judge.
        """
        self._prepare(start)
        self._printed = Printed(again=prints)
        self._live = True
        self._launch(start)
        wanted = tuple(sorted(self.names.wanted))
        self._loading = self._post(Verb.LOAD, None, (wanted,), {}, keep=False) if load else None

    def _prepare(self, start: Start) -> None:
        self._reset()
        self._stay_on({start.cpu} if start.cpu >= 0 else self._cpus)
        self._deadline = monotonic() + start.wall_seconds + _GRACE_SECONDS
        self._channel.parts = 0
        self._stand_ins.loops.is_virtual = start.clock_speed != 1
        self.loopback.begin(self._number + 1, virtual=start.clock_speed == SHARED_TIME)

    def _launch(self, start: Start) -> None:
        self._number += 1
        self._channel.begin()
        self._channel.send(Frame(Kind.START, self._number, pack(start)))

    def settle(self) -> None:
        """Waits until the file is loaded, which every test needs to pass, and learns what its names mean.

        Raises:
            Trouble: it cannot be loaded.
        """
        if self._loading is None:
            return
        token, self._loading = self._loading, None
        began = monotonic()
        answer = self._answer(token, Verb.LOAD)
        self._stand_ins.in_step.trim()
        if type(answer) is Raised:
            raise self._give_up(Verdict.ERROR, f"the file cannot be loaded: {told_failure(answer)}")
        if type(answer) is not Returned or type(answer.value) is not dict:
            raise self._broken("the wrong kind of answer")
        self.names.bind(answer.value)
        if self.names.any_values:
            self._hear()
            self.requests += 1
        self._loaded, self.load_seconds = True, monotonic() - began

    def end(self) -> Ended:
        """Stops the test's process and returns how it ended.

        Raises:
            SandboxLost: the supervisor does not obey.
        """
        self._turns.close(self._deadline)  # a thread of the suite may be asking
        self.loopback.close()
        self._stay_on(self._cpus)
        self._live = False
        self._stand_ins.loops.close()
        deadline = monotonic() + _STOP_SECONDS
        if self._ended is None and not self.lost:
            try:
                self._channel.begin()
                self._channel.send(Frame(Kind.STOP, self._number))
                while self._ended is None:
                    frame = self._channel.next_frame(deadline)
                    if frame.kind != Kind.DATA:  # nobody asks any more, and it may be broken
                        self._note(frame)
            except (StreamEnded, DeadlinePassed, WireError) as exc:
                self.lost = str(exc) or "the supervisor does not answer"
        if self._ended is None:
            raise SandboxLost(self.lost)
        return self._ended

    def _stay_on(self, cpus: set[int]) -> None:
        with contextlib.suppress(OSError):
            if cpus:
                os.sched_setaffinity(0, cpus)

    def _new_stand_ins(self) -> StandIns:
        raise NotImplementedError

    def refuse(self, message: str) -> Refused:
        """Ends the test by its author's fault: returns an exception to raise; `message` says what to do."""
        self._stand_ins.refused = self._stand_ins.refused or Refused(f"{place()}{message}")
        return self._stand_ins.refused

    # --- requests and answers

    def _request(
        self, verb: int, target: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], *, keep: bool
    ) -> Any:
        if not self._live:
            raise RuntimeError("the candidate's code can only be used while a test runs")
        if self.trouble is not None:
            raise self.trouble
        if self._stand_ins.refused is not None:
            raise self._stand_ins.refused
        if self.unpacking:
            raise self.fail("objects of the file's own are elements of a set or keys, and must be compared")
        turns = self._turns
        turns.take(self._deadline)
        try:
            self.requests += 1
            self.settle()
            return self._answer(self._post(verb, target, arguments, keywords, keep=keep), verb)
        finally:
            if turns.give():  # as the other side does
                self._stand_ins.in_step.trim()

    def _no_turn(self, turns: Turns) -> BaseException:
        if turns is not self._turns or not self._live:
            return RuntimeError("the test that started this thread is over")
        return self._give_up(Verdict.TIMEOUT, "another thread of the suite waited for an answer all the time")

    def _post(
        self, verb: int, target: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], *, keep: bool
    ) -> int:
        token = secrets.randbits(62)
        request = Request(token, verb, target, arguments, keywords, keep)
        in_step = self._stand_ins.in_step
        try:
            self._tell_changes()
            places = None if verb in APART else in_step.places
            self._channel.send_message(self._number, pack(request, self._stand_ins.outgoing, places))
        except NotPlain as exc:  # it is beyond the bounds
            if self.requests == 1:
                raise self.refuse(f"{exc} cannot be sent: make it there with the fixture `sandbox`") from None
            # It may well have grown out of the candidate's answers.
            raise self.fail(f"it cannot be called so: {exc}") from None
        if verb not in APART:
            in_step.note((*arguments, *keywords.values()))
        return token

    def _tell_changes(self) -> None:
        """Sends the suite's changes to shared containers; raises NotPlain if they cannot be sent."""
        in_step = self._stand_ins.in_step
        if changes := in_step.changes():
            in_step.check(changes)
            told = pack(Changed(0, changes), self._stand_ins.outgoing, in_step.places)
            self._channel.send_message(self._number, told)
            in_step.noted(changes)

    def _answer(self, token: int, verb: int) -> Any:
        """Waits for the answer to the request `token`; runs callbacks into the suite until it arrives."""
        try:
            while True:
                answer = self._next_message(loading=verb == Verb.LOAD)
                # What a class or bound may not be is checked by `unpack`; here, that it was asked for.
                if type(answer) is Described:
                    self._read(self._stand_ins.describe, answer.classes)
                    continue
                if type(answer) is Changed:
                    self._read(self._stand_ins.in_step.apply, answer.changes)
                    continue
                if type(answer) not in (Returned, Raised, Items, Callback) or answer.token != token:
                    raise WireError("an answer that was not asked for")
                if type(answer) is not Callback:
                    if self.suite_failure is not None:
                        raise self.suite_failure
                    if type(answer) is Raised:
                        return showable(answer)
                    if verb not in APART:
                        self._stand_ins.in_step.note((answer[1],))
                    return answer
                self._call_back(answer)
        except WireError as exc:
            raise self._broken(str(exc)) from None
        except DeadlinePassed:
            raise self._give_up(*VERDICTS[TestEnd.WALL]) from None
        except StreamEnded as exc:
            self.lost = self.lost or str(exc)
            raise self._give_up(Verdict.CRASHED, "the sandbox ended") from None
        except MemoryError:  # otherwise the suite would go on without the value
            raise self._give_up(*FILLED) from None

    def _hear(self) -> None:
        if not self.heard:
            self._before_hearing()
        self.heard = True

    def _next_message(self, *, loading: bool) -> Any:
        while not self._messages:
            if self._ended is not None:
                verdict, message = VERDICTS.get(self._ended.reason, (Verdict.CRASHED, "the process ended"))
                raise self._give_up(verdict, message)
            self._note(self._channel.next_frame(self._deadline))
        # Nothing can come of a few bytes that only tell which functions and classes there are.
        if not loading or len(self._messages[0]) > _FEW_BYTES:
            self._hear()
        return self._read(unpack, self._messages.pop(0), self._stand_ins.incoming, self._channel.spend)

    def _read(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Calls a function that reads what the sandbox sent, which must send no request."""
        self._unpacking = get_ident()
        try:
            return function(*arguments)
        finally:
            self._unpacking = 0

    def _call_back(self, call: Callback) -> None:
        in_step = self._stand_ins.in_step
        in_step.note((*call.arguments, *call.keywords.values()))
        turns, depth = self._turns, self._turns.pause()
        try:
            self._hash_again((*call.arguments, *call.keywords.values()))
            reply, ends = self._stand_ins.functions.reply(call)
        finally:
            turns.resume(depth, self._deadline)
        self.suite_failure = self.suite_failure or ends
        try:
            self._tell_changes()
            reply, told = self._stand_ins.packed(reply)
        except NotPlain as exc:
            raise self.fail(f"it cannot be answered: {exc}") from None
        self._channel.send_message(self._number, told)
        if type(reply) is Returned:
            in_step.note((reply.value,))

    def _hash_again(self, values: Iterable[Any]) -> None:
        raise NotImplementedError

    def fail(self, message: str) -> Trouble:
        """Ends the test as failed, as the candidate's value is unusable; returns the exception to raise."""
        return self._give_up(Verdict.FAILED, message)

    def _give_up(self, verdict: Verdict, message: str) -> Trouble:
        self._hear()  # that nothing comes, or no more, is the candidate's doing too
        if self.trouble is None:
            self.trouble = Trouble(verdict, message)
        return self.trouble

    def _broken(self, detail: str) -> Trouble:
        return self._give_up(Verdict.ERROR, f"its process broke the protocol ({detail})")

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
