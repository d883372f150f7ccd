"""The judge's exchange of messages with the worker: begins and ends tests, sends requests, serves callbacks.

Theory of operation. The suite's threads send one request at a time (`turns`). A thread that waits for an
answer also runs callbacks into the suite, and what these ask for is sent meanwhile. Where several threads of
the candidate's call, each has a thread here that runs its calls (`strands`), and what such a call asks for is
served by the very thread inside that waits for it: for that nobody needs the turn. While somebody waits, the
bytes of forwarded connections are moved as well. A test has one absolute deadline, kept here whatever the
sandbox says about its clocks. Whatever the sandbox does (dies, lies, floods, stalls) ends the test as
`Trouble`, which is not an `Exception`, so that no suite swallows it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterable
from time import monotonic  # a suite may put something else in its place in the module
from typing import Any

from ...machine.capacity import affinity
from ...report import Verdict
from ...wire.frames import Frame, Joiner, Kind, WireError
from ...wire.messages import (
    APART,
    FIRST_STRAND,
    LONE_STRAND,
    OWN_TIME,
    SHARED_TIME,
    Callback,
    Changed,
    Ended,
    Raised,
    Ready,
    Request,
    Returned,
    Start,
    TestEnd,
    Verb,
    pack,
)
from ...wire.values import NotPlain
from .channel import Channel
from .exceptions import showable, told_failure
from .imported import Imported
from .listening import Listening
from .loopback import Loopback
from .names import Names
from .printed import Printed
from .stand_ins import Refused, StandIns, place
from .strands import Strands
from .stream import DeadlinePassed, SandboxStream, StreamEnded
from .trouble import FILLED, VERDICTS, SandboxLost, Trouble
from .turns import Turns

# Whose turn it is not looks so often for another way.
_PATIENCE_SECONDS = 0.02
# The supervisor ends a test at its wall limit; this much later the judge no longer relies on it.
_GRACE_SECONDS = 3.0
_STOP_SECONDS, _READY_SECONDS = 10.0, 60.0


class Exchange(Listening):
    """The judge's side of the protocol: one test after another."""

    def __init__(self, before_hearing: Callable[[], None]) -> None:
        """Calls `before_hearing` once, before anything from the candidate's code is read."""
        super().__init__(before_hearing)
        self._ready: Ready | None = None
        self._cpus = affinity()
        self.loopback = Loopback(lambda frame: self._channel.send(frame))
        self.names = Names()
        self.imported = Imported()
        self._reset()

    def _reset(self) -> None:
        self._stand_ins = self._new_stand_ins()
        self._begin_listening(Joiner(self.imported.most_bytes))
        self.names.forget()
        self._turns = Turns(self._no_turn)
        self._run_inline = FIRST_STRAND  # the strand whose call runs in a thread that waits for an answer
        self._loading: int | None = None
        self._loaded = False
        self.load_seconds = 0.0  # what was waited for the file, where it was loaded
        self.suite_failure: BaseException | None = None
        self.requests = 0

    # --- what the plugin does

    @property
    def live(self) -> bool:
        """Whether a test is running, so that requests can be sent."""
        return self._live

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
        self._loading = self._post((Verb.LOAD, None, (wanted,), {}, False), FIRST_STRAND) if load else None

    def _prepare(self, start: Start) -> None:
        self._reset()
        self._stay_on({start.cpu} if start.cpu >= 0 else self._cpus)
        self._deadline = monotonic() + start.wall_seconds + _GRACE_SECONDS
        self._channel.parts = 0
        self._stand_ins.loops.is_virtual = start.clock_speed != 1
        self._one_at_a_time = start.clock_speed in (OWN_TIME, SHARED_TIME)
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
        answer = self._answer(token)
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
        self._live = False
        self._strands.close()
        self._silence()
        if self._listened is None:
            self.loopback.close()
        self._stay_on(self._cpus)
        self._stand_ins.loops.close()
        if self._ended is None and not self.lost:
            try:
                self._stop()
            except (StreamEnded, DeadlinePassed, WireError) as exc:
                self.lost = str(exc) or "the supervisor does not answer"
        self.loopback.close()
        if self._ended is None:
            raise SandboxLost(self.lost)
        return self._ended

    def _stop(self) -> None:
        deadline = monotonic() + _STOP_SECONDS
        self._channel.begin()
        self._channel.send(Frame(Kind.STOP, self._number))
        if self._listened is not None:
            self._channel.flush()
            if not self._listened.wait(_STOP_SECONDS):
                raise DeadlinePassed
        while self._ended is None:
            frame = self._channel.next_frame(deadline)
            if frame.kind != Kind.DATA:  # nobody asks any more, and it may be broken
                self._note(frame)

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
        strand, has_turn = self._take_turn()
        try:
            self.requests += 1
            self.settle()
            token = self._post((verb, target, arguments, keywords, keep), strand)
            return self._answer(token, has_turn=has_turn)
        finally:
            if has_turn:
                turns.give()

    def _take_turn(self) -> tuple[int, bool]:
        """Waits until this thread may ask; returns who serves it inside, and whether it has the turn."""
        turns, strand = self._turns, self._strands.number() or self._run_inline
        while not strand or self._listened is None:  # which may begin while this waits
            if turns.take_within(_PATIENCE_SECONDS, self._deadline):
                return strand, True
            if self._listened is not None:
                strand = self._strands.any_open  # which waits anyway, perhaps for what this one does
        return strand, False

    def _no_turn(self, turns: Turns) -> BaseException:
        if turns is not self._turns or not self._live:
            return RuntimeError("the test that started this thread is over")
        return self._give_up(Verdict.TIMEOUT, "another thread of the suite waited for an answer all the time")

    def _post(self, asked: tuple[int, Any, tuple[Any, ...], dict[str, Any], bool], strand: int) -> int:
        """Sends what is asked to a strand, or to the first thread if its call has been answered."""
        verb, target, arguments, keywords, keep = asked
        token = secrets.randbits(62)
        with self._lock:
            in_step = self._stand_ins.in_step
            if not self._open and not self._strands.any_open:
                strand = LONE_STRAND
                in_step.trim()
            elif not self._strands.is_open(strand):
                strand = FIRST_STRAND
            request = Request(token, verb, target, arguments, keywords, keep, strand)
            try:
                self._tell_changes()
                places = None if verb in APART else in_step.places
                told = pack(request, self._stand_ins.outgoing, places)
            except NotPlain as exc:  # it is beyond the bounds
                if self.requests == 1:
                    message = f"{exc} cannot be sent: make it there with the fixture `sandbox`"
                    raise self.refuse(message) from None
                # It may well have grown out of the candidate's answers.
                raise self.fail(f"it cannot be called so: {exc}") from None
            if verb not in APART:
                in_step.note((*arguments, *keywords.values()))
            self._expect(token, verb)
            self._send_message(told)
        return token

    def _send_message(self, told: bytes) -> None:
        self._channel.send_message(self._number, told)
        if self._listened is not None:  # else it is sent when it is waited for
            self._channel.flush()

    def _tell_changes(self) -> None:
        """Sends the suite's changes to shared containers; raises NotPlain if they cannot be sent."""
        in_step = self._stand_ins.in_step
        if changes := in_step.changes():
            in_step.check(changes)
            told = pack(Changed(0, changes), self._stand_ins.outgoing, in_step.places)
            self._channel.send_message(self._number, told)  # with what follows
            in_step.noted(changes)

    def _answer(self, token: int, *, has_turn: bool = True) -> Any:
        """Waits for the answer to the request `token`; runs callbacks into the suite until it arrives."""
        try:
            while type(answer := self._next_for(token)) is Callback:
                self._call_back(answer, has_turn=has_turn)
            if self.suite_failure is not None:
                raise self.suite_failure
            return showable(answer) if type(answer) is Raised else answer
        except WireError as exc:
            raise self._broken(str(exc)) from None
        except DeadlinePassed:
            raise self._give_up(*VERDICTS[TestEnd.WALL]) from None
        except StreamEnded as exc:
            self.lost = self.lost or str(exc)
            raise self._give_up(Verdict.CRASHED, "the sandbox ended") from None
        except MemoryError:  # otherwise the suite would go on without the value
            raise self._give_up(*FILLED) from None
        finally:
            self._open.pop(token, None)

    def _call_back(self, call: Callback, *, has_turn: bool) -> None:
        """Runs what is called in this thread, and replies; other threads may have the turn meanwhile."""
        if not has_turn:
            self._reply(call, *self._called(call))
            return
        turns, depth = self._turns, self._turns.pause()
        before = self._run_inline
        try:
            if call.strand:
                self._run_inline = call.strand
                with self._strands.inline(call.strand):
                    reply = self._called(call)
            else:
                reply = self._called(call)
        finally:
            self._run_inline = before
            turns.resume(depth, self._deadline)
        self._reply(call, *reply)

    def _called(self, call: Callback) -> tuple[Returned | Raised, BaseException | None]:
        return self._stand_ins.functions.reply(self._with_hashes(call))

    def _run_apart(self, strands: Strands, call: Callback) -> None:
        """Runs what another thread of the candidate's calls, in a thread of its own."""
        try:
            call = self._with_hashes(call)
            if strands.is_over:  # which has ended what that was about to ask
                return
            reply = strands.functions.reply(call)  # in another test the number means another function
            with self._lock:
                if not strands.is_over:
                    self._reply(call, *reply)
        except BaseException as exc:  # noqa: BLE001 - it is for whoever waits for an answer
            with self._lock:
                if not strands.is_over:
                    self._silence(exc)

    def _reply(self, call: Callback, reply: Returned | Raised, ends: BaseException | None) -> None:
        self.suite_failure = self.suite_failure or ends
        with self._lock:
            try:
                self._tell_changes()
                reply, told = self._stand_ins.packed(reply)
            except NotPlain as exc:
                raise self.fail(f"it cannot be answered: {exc}") from None
            self._strands.done(call.strand)
            self._send_message(told)
            if type(reply) is Returned:
                self._stand_ins.in_step.note((reply.value,))

    def _with_hashes(self, call: Callback) -> Callback:
        arguments, _ = self._hash_again((call.arguments, call.keywords))
        return call if arguments is call.arguments else call._replace(arguments=arguments)

    def _hash_again(self, values: Iterable[Any]) -> list[Any]:
        """What `values` are as soon as the hashes of what they hold are known."""
        raise NotImplementedError

    def fail(self, message: str) -> Trouble:
        """Ends the test as failed, as the candidate's value is unusable; returns the exception to raise."""
        return self._give_up(Verdict.FAILED, message)

    def _broken(self, detail: str) -> Trouble:
        return self._give_up(Verdict.ERROR, f"its process broke the protocol ({detail})")
