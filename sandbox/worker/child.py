"""The process that runs the candidate's code in one test, and answers the judge's requests."""

from __future__ import annotations

import marshal
import os
import resource
import sys
from _thread import RLock, _count, get_ident, get_native_id
from os import write  # bound here, as all of these: the candidate may replace them in the module
from time import monotonic, sleep

from grader.wire import decoder
from grader.wire.bounds import Size
from grader.wire.encoder import _Encoder
from grader.wire.frames import message_bytes
from grader.wire.messages import (
    APART,
    FIRST_STRAND,
    LONE_STRAND,
    SHARED_TIME,
    Callback,
    Changed,
    Described,
    Items,
    Raised,
    Request,
    Returned,
    Setup,
    Start,
    Threaded,
    pack,
    unpack,
)
from grader.wire.values import NotPlain

from . import kernel, modules, unseen
from .actions import Actions
from .exceptions import Exceptions, rebuild, told_apart
from .hearing import CHANNEL_FD, Hearing
from .objects import Objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

_INPUT_FD = 4  # what a program reads; closed in all other tests
_WAITS_FD = 5  # where it says that it waits; only where the judge keeps its time
# The kernel's own stop, for what grows faster than the supervisor looks: far above any honest reservation,
# which thread stacks make large without using it.
_ADDRESS_SPACE_SLACK_BYTES = 4 << 30
# The supervisor, and whatever ended but is not reaped yet.
_SPARE_PROCESSES = 16
_OPEN_FILES = 512
# So long a thread that calls when nothing is asked waits for a request.
_PATIENCE_SECONDS = 0.1

# At work while names, hashes and the like are asked of the candidate's objects.
unseen.conceal_instances(Size, "walks")
unseen.conceal_instances(_Encoder, "alive", "out", "todo")
unseen.conceal_instances(decoder._Decoder, "marks", "memo", "stack")


def main(
    setup: Setup, compiled: bytes | None, channel: int, streams: tuple[int, int, int], waits: int
) -> NoReturn:
    """Runs one test in a fresh process: sets its limits, then answers requests until `channel` ends.

    `streams` are a program's input, and the test's output and error streams. If `waits` is not -1, the
    process can report on it that it is waiting.
    """
    status = 70  # EX_SOFTWARE: our own code failed before the candidate's ran
    try:
        _rearrange(channel, waits, *streams)
        conversation = Conversation()
        conversation.begin(setup, compiled)
        conversation.serve()
        status = 0
    finally:
        os._exit(status)


def _rearrange(channel: int, waits: int, program_input: int, out: int, err: int) -> None:
    """Moves the standard streams, the channel and the input into place, and closes all other descriptors."""
    # All are above 3, which is the supervisor's own end of the stream to the judge; `waits` is above its
    # listening sockets as well.
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.dup2(channel, CHANNEL_FD, inheritable=False)
    os.dup2(program_input, _INPUT_FD, inheritable=False)
    if waits >= 0:
        os.dup2(waits, _WAITS_FD, inheritable=False)
    os.closerange(_INPUT_FD + 1 if waits < 0 else _WAITS_FD + 1, _OPEN_FILES * 2)


def _limit(start: Start) -> None:
    # For the supervisor's failure, which looks more finely: here the kernel counts whole ticks, which on a
    # busy machine may be a tenth more than what was used.
    cpu_seconds = int(1.5 * start.cpu_seconds) + 2
    for what, amount in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, _SCRATCH_BYTES),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, start.processes + _SPARE_PROCESSES),
        (resource.RLIMIT_AS, start.memory_bytes + _ADDRESS_SPACE_SLACK_BYTES),
    ):
        if what in _MOST:
            bound = min(amount, _MOST[what])
            resource.setrlimit(what, (bound, bound))
    # Undoes what the supervisor set for itself: programs expect to own their /proc/self.
    kernel.prctl(kernel.SET_DUMPABLE, 1)
    # If the kernel must kill somebody for memory, it shall not be the supervisor.
    try:
        score = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        write(score, b"1000")
        os.close(score)
    except OSError:
        pass


def _counted_apart() -> bool:
    """Whether the kernel counts a user's processes for this sandbox separately.

    It does since Linux 5.14, but only in a separate user namespace. Docker's containers have none: there, a
    fork bomb in one sandbox would use up the threads of the sandboxes beside it.
    """
    release = os.uname().release.split(".")
    version = tuple([int("".join(filter(str.isdigit, part)) or 0) for part in release[:2]])
    with open("/proc/self/uid_map", "rb") as file:
        everybody = file.read().split() == [b"0", b"0", b"4294967295"]
    return version >= (5, 14) and not everybody


def _most() -> dict[int, int]:
    """The hard limits of this process for each resource that a test can be limited in."""
    limits = [resource.RLIMIT_CORE, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE]
    limits += [resource.RLIMIT_AS, *([resource.RLIMIT_NPROC] if _counted_apart() else [])]
    hard = {what: resource.getrlimit(what)[1] for what in limits}
    return {what: most if most != resource.RLIM_INFINITY else _NO_LIMIT for what, most in hard.items()}


# The same for every test of a sandbox, so they are looked up once, before any is forked.
_NO_LIMIT = 1 << 62
_MOST = _most()
# What fits into /tmp: one file may take all of it, and there is no other place for one.
_SCRATCH_BYTES = os.statvfs("/tmp").f_blocks * os.statvfs("/tmp").f_frsize


class Conversation:
    """Reads requests, performs them, writes answers, and calls functions of the suite back.

    Several threads of the candidate's may call at once. The lock guards what both sides count alike: messages
    are packed and written, or taken apart, one after the other.
    """

    def __init__(self) -> None:
        self._printed = sys.stdout, sys.stderr  # as they are before the candidate replaces them
        self._lock = RLock()
        self._first = get_ident()
        # The tokens of the requests that are worked on, by the thread that does. It holds numbers only, and
        # so remains unknown to the collector.
        self._tokens: dict[int, int] = {}
        self._is_alone = True  # as far as the judge knows
        self._hearing = Hearing(self._decoded, self._refuse)
        # Bound once, as each is alive while the candidate's code runs; so is what is called with a star.
        self._objects = Objects(unseen.opaque("function", self._asked), modules.conversions())
        self._refer, self._resolve = self._objects.refer, self._objects.resolve
        self._exceptions = Exceptions(self._objects)
        self._describe = self._exceptions.describe
        self._in_step = self._objects.in_step
        self._actions: Actions

    def begin(self, setup: Setup, compiled: bytes | None) -> None:
        """Waits for the first message, which starts the test."""
        data = self._hearing.piece()
        if data is None:
            os._exit(0)
        start = Start(*marshal.loads(data))  # noqa: S302 - from the supervisor, which has checked it
        _limit(start)
        if start.program:
            self._become_program()
        os.close(_INPUT_FD)
        if setup.loopback and start.clock_speed != SHARED_TIME:
            os.close(_WAITS_FD)
        self._actions = Actions(setup, compiled, start, self._objects, self._exceptions)
        self._perform = self._actions.perform
        unseen.conceal(self, self._objects, self._refer, self._resolve, self._actions, self._perform)
        unseen.conceal(self._exceptions, self._describe, self._in_step)
        self._hearing.conceal()

    def _become_program(self) -> NoReturn:
        """Replaces this process by a run of the candidate's file; tells the judge if that fails."""
        from . import programs  # not above: few exercises need it

        data = self._hearing.piece()
        if data is None:
            os._exit(0)
        try:
            programs.run(_INPUT_FD, *marshal.loads(data))  # noqa: S302 - from the supervisor as well
        except BaseException as exc:
            self._write(message_bytes(pack(told_apart(exc))))
            raise

    def serve(self) -> None:
        """Answers one request after the other until the channel ends."""
        while (request := self._hearing.next(FIRST_STRAND)) is not None:
            self._serve_one(request)

    def _decoded(self, data: bytes) -> Any:
        """Takes a message apart: a request or a reply; None if it was about changes, which are applied."""
        with self._lock:
            message = unpack(data, self._resolve)
            kind, fields = type(message), tuple.__iter__(message)
            if kind is Changed:
                _, changes = fields
                self._in_step.apply(changes)
                return None
            if kind is Request:
                _, verb, _, arguments, keywords, _, strand = fields
                if strand == LONE_STRAND:
                    self._in_step.trim()
                if verb not in APART:
                    crossed = (*arguments, *keywords.values())
                    self._in_step.note(crossed, self._objects.numbers, sent=False)
            elif kind is Returned:
                _, value = fields
                self._in_step.note((value,), sent=False)
            return message

    def _serve_one(self, request: Any, *, is_nested: bool = False) -> None:
        token, *rest, _ = tuple.__iter__(request)
        me = get_ident()
        before = self._tokens.get(me)
        self._tokens[me] = token
        verb = rest[0]
        del request
        answer: Returned | Items | Raised
        try:
            answer = self._perform(token, *rest)
        except BaseException as exc:  # noqa: BLE001 - whatever the candidate raises is an answer
            answer = self._describe(token, exc)
        self._flush_printed()
        with self._lock:
            if before is None:
                del self._tokens[me]
            else:
                self._tokens[me] = before
            told = self._threads() if is_nested or not self._is_alone else b""
            self._write(told + self._packed(answer, apart=verb in APART))

    def _refuse(self, token: int) -> None:
        """Answers a request to a thread that does not wait for the suite's function any more."""
        with self._lock:
            failure = RuntimeError("the thread that called the suite's function has gone")
            _, *fields = tuple.__iter__(told_apart(failure))
            self._write(message_bytes(pack(tuple.__new__(Raised, (token, *fields)))))

    def _asked(self, call: tuple[Any, ...]) -> tuple[bool, Any]:
        """Calls the suite's function; returns whether it failed, and its result or exception."""
        try:
            number, arguments, keywords = call
            return False, self._call_back(number, arguments, keywords)
        except BaseException as exc:  # noqa: BLE001 - it is raised where the candidate's code called
            return True, exc

    def _call_back(self, number: int, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """Makes the judge call the suite's function `number`; returns the result or raises the exception."""
        me, hearing = get_ident(), self._hearing
        # Where one thread begins as another has ended, both may have the same identity to Python.
        strand = FIRST_STRAND if me == self._first else get_native_id()
        with self._lock:
            if strand and not self._tokens:
                self._wait_for_request()
            token, caller = self._tokens.get(me), FIRST_STRAND
            if token is None:
                token, caller = self._open_token(), strand
            if token is None or (caller == strand == FIRST_STRAND and me not in self._tokens):
                raise RuntimeError("the suite's function can only be called while it waits for an answer")
            serial = hearing.next_serial()
            self._flush_printed()  # what the suite's function prints comes after it
            before = (b"" if caller else self._threads()) + self._changes()
            self._is_alone = self._is_alone and not caller
            call = Callback(token, number, arguments, keywords, serial, caller)
            self._write(before + self._told(pack(call, self._refer, self._in_step.places)))
            self._in_step.note((*arguments, *keywords.values()))
            hearing.expect(serial, strand)
        try:
            while type(answer := hearing.next(strand, serial)) is Request:
                self._serve_one(answer, is_nested=True)
        finally:
            hearing.forget(serial)
        if answer is None:
            os._exit(0)
        if type(answer) is Raised:
            raise rebuild(answer)
        _, value = tuple.__iter__(answer)
        return value

    def _wait_for_request(self) -> None:
        """Waits a moment, without the lock, for a request: an event loop of the judge's sends many."""
        until = monotonic() + _PATIENCE_SECONDS
        while not self._tokens and monotonic() < until:
            self._lock.release()
            try:
                sleep(_PATIENCE_SECONDS / 100)
            finally:
                self._lock.acquire()

    def _open_token(self) -> int | None:
        """The token of a request that some thread works on; None if there is none."""
        tokens = list(self._tokens.values())
        return tokens[-1] if tokens else None

    def _threads(self) -> bytes:
        """The bytes of the notice whether there are several threads; empty if the judge knows."""
        if self._is_alone is not bool(_count()):
            return b""
        self._is_alone = not self._is_alone
        return message_bytes(pack(tuple.__new__(Threaded, (0, not self._is_alone))))

    def _packed(self, answer: Any, *, apart: bool) -> bytes:
        """The bytes of an answer; if `apart`, the answer's containers are not synchronized."""
        try:
            before = self._changes()
            packed = before + self._told(pack(answer, self._refer, None if apart else self._in_step.places))
        except NotPlain:
            # Too large or too entangled for a value: the judge gets a reference to it.
            token, value, *_ = tuple.__iter__(answer)
            if type(answer) is Returned:
                return self._told(pack(tuple.__new__(Returned, (token, self._objects.too_large(value)))))
            failure = OverflowError("what is to be sent is too large")
            return self._told(pack(self._describe(token, failure)))
        if not apart and type(answer) is not Raised:
            self._in_step.note((tuple.__getitem__(answer, 1),))
        return packed

    def _changes(self) -> bytes:
        """The bytes of a message about changes in synchronized containers; empty if there are none."""
        changes = self._in_step.changes()
        if not changes:
            return b""
        packed = self._told(pack(Changed(0, changes), self._refer, self._in_step.places))
        self._in_step.noted(changes)
        return packed

    def _told(self, message: bytes) -> bytes:
        """The bytes of a message, after one that describes the new classes in it."""
        untold = self._objects.told()
        if not untold:
            return message_bytes(message)
        return message_bytes(pack(Described(0, untold))) + message_bytes(message)

    def _flush_printed(self) -> None:
        for stream in self._printed:
            try:
                stream.flush()
            except (ValueError, OSError):  # closed by the candidate
                pass

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[write(CHANNEL_FD, view) :]
