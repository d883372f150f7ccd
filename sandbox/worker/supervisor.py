"""Process 1 of the sandbox: starts a fresh process for each test, watches it, and relays its bytes.

Theory of operation. There is a single loop. Descriptors 0 and 1 are the stream to the judge; they are moved
away before anything else runs. For each test the supervisor forks a child that holds one end of a socket
pair; whatever the child writes there goes to the judge as `DATA` frames, unread. The test's output arrives
through two pipes. While a test runs, the loop wakes every 10 ms to compare what all processes in the sandbox
use with the limits. When a test ends, everything else in the PID namespace is killed and reaped, and the
writable folders are emptied, so nothing is carried over. When the stream ends, the supervisor exits, and
since it is process 1, the kernel kills the rest.
"""

from __future__ import annotations

import gc
import os
import sys
import time

from grader.wire.frames import PIECE_BYTES, Frame, FrameReader, Kind, message_bytes, pieces
from grader.wire.messages import Message, Ready, Setup, Start, TestEnd, pack, unpack

from . import accounts, filters, fixed_loop, kernel, modules, protections, streams, unseen, usage
from .exceptions import SOLUTION_FILE, told_apart
from .poller import READ, WRITE, Poller
from .processes import TestProcess, empty, from_whom, how_it_ended, kill_all_others, reap
from .running import END_OF_OUTPUT, TICK_SECONDS, RunningTest

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from collections.abc import Callable

    from .forward import Forwarder
    from .home import Home
else:
    import _signal as signal  # the module around it makes enumerations, which takes as long as the rest here

# A test that has used more than this share of the time for this long works rather than talks. The kernel
# counts in ticks of 10 ms, so over a shorter time whoever talks may seem to have worked.
_BUSY_SHARE = 0.7
_SETTLED_SECONDS = 0.25
# A process that closed its channel can answer nothing any more; so long it has to end by itself, and say how.
_LEAVING_SECONDS = 0.5
# Above this nothing more is read from the candidate's process until the judge has taken some.
_HIGH_WATER = 1 << 20
_WRITABLE = ("/tmp", "/dev/shm")


# What the process of a test is given: the submission, its code if it has any, the ends of sockets and pipes.
Ends = tuple[Setup, bytes | None, int, tuple[int, int, int], int]


class Forked(BaseException):
    """Raised in a test's process to unwind all frames of the supervisor."""

    def __init__(self, ends: Ends) -> None:
        self.ends = ends


class Supervisor:
    """Serves the judge: forks a process for each test, and relays and watches it."""

    def __init__(self, read_fd: int, write_fd: int, counter: int | None) -> None:
        self._read_fd = read_fd
        self._write_fd = write_fd
        os.set_blocking(read_fd, False)
        os.set_blocking(write_fd, False)
        self._poller = Poller()
        self._reader = FrameReader()
        self._unsent = bytearray()
        self._setup: Setup | None = None  # what the judge sent first
        self._compiled: bytes | None = None  # the candidate's file
        self._content = bytearray()  # of files, which come before the set-up
        self._home: Home | None = None
        self._forwarder: Forwarder | None = None
        self._test: RunningTest | None = None
        self._spare: TestProcess | None = None  # forked ahead, while the judge is at work
        self._open = True
        self._cpus = os.sched_getaffinity(0)
        self._account = accounts.account(counter)
        # Whether a test may be on any processor, since its control group has no more than the time of one.
        self._may_move = counter is not None or accounts.held_to_one_processor()

    def run(self) -> None:
        """Serves the judge until it closes the stream.

        Raises:
            Forked: in the process of each test.
        """
        self._poller.watch(self._read_fd, READ, self._control)
        while self._open:
            test = self._test
            self._poller.wait(max(0.0, test.next_look - time.monotonic()) if test else None)
            test = self._test
            if test and time.monotonic() >= test.next_look:
                self._watch(test)
                test.next_look = time.monotonic() + TICK_SECONDS

    # --- the stream to the judge

    def _control(self, mask: int) -> None:
        if mask & WRITE:
            self._flush()
        if not mask & READ:
            return
        try:
            data = os.read(self._read_fd, PIECE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._open = False
            return
        for frame in self._reader.feed(data):
            self._handle(frame)
        if self._test and self._test.to_child:
            self._feed_child(self._test)

    def _handle(self, frame: Frame) -> None:
        if frame.kind == Kind.DATA:
            if self._test and frame.channel == self._test.number:
                if self._test.run:
                    self._lay_out(self._test, frame.payload)
                else:
                    self._test.to_child += frame.payload
        elif frame.kind == Kind.START:
            message = unpack(frame.payload)
            assert type(message) is Start
            self._start(frame.channel, message)
        elif frame.kind == Kind.STOP:
            if self._test and frame.channel == self._test.number:
                self._end(self._test, TestEnd.STOPPED, None)
        elif frame.kind == Kind.FILES:
            self._content += frame.payload
        elif frame.kind == Kind.SETUP:
            message = unpack(frame.payload)
            assert type(message) is Setup
            self._prepare(message)
        elif frame.kind == Kind.INPUT:
            if (test := self._test) and test.run and frame.channel == test.number:
                test.run.give(frame.payload)
        elif frame.kind == Kind.PROCESSES:
            if (test := self._test) and frame.channel == test.number:
                test.is_counted = True
                self._watch(test)  # which may end it
                self._send(Frame(Kind.PROCESSES, test.number, test.processes()))
        elif self._forwarder:
            self._forwarder.handle(frame)

    def _send(self, frame: Frame) -> None:
        self._unsent += frame.encode()
        self._flush()

    def _flush(self) -> None:
        try:
            while self._unsent:
                del self._unsent[: os.write(self._write_fd, self._unsent)]
        except BlockingIOError:
            pass
        except OSError:
            self._open = False
            return
        self._poller.watch(self._write_fd, WRITE if self._unsent else 0, self._control)
        if self._forwarder:
            self._forwarder.pause(len(self._unsent) >= _HIGH_WATER)
        if self._test:
            self._listen_to_child(self._test)

    # --- one test

    def _prepare(self, setup: Setup) -> None:
        self._setup = setup
        self._home, self._content = modules.home_for(setup, bytes(self._content)), bytearray()
        sources = modules.all_sources(setup, self._home)
        modules.import_ahead(sources, setup.libraries, {} if setup.program else dict(setup.modules))
        self._account.prepare(self._poller)
        if setup.loopback:
            # Not above: few exercises need them, and what they import is slow.
            from . import clock, shared_time, virtual_sockets  # noqa: F401 - for the tests
            from .forward import Forwarder

            self._forwarder = Forwarder(self._poller, self._send)
        unseen.conceal_modules()
        # What is here now is shared with every child; the collector must not touch, and so copy, it. Till now
        # it was off: imports make many objects and no garbage.
        gc.freeze()
        gc.enable()
        forwarder = self._forwarder
        ready = Ready(
            python=".".join(map(str, sys.version_info[:3])),
            port=forwarder.port if forwarder else None,
            refused_port=forwarder.refused_port if forwarder else None,
            protections=protections.in_force(),
            loop_seconds=fixed_loop.loop_seconds() if setup.measures else 0.0,
        )
        self._send(Frame(Kind.READY, 0, pack(ready)))
        if self._home:
            self._home.begin()
        if not (setup.module or setup.cells or setup.program):
            self._compiled = modules.compiled_ahead(setup.source, SOLUTION_FILE)
        self._spare = self._fork()

    def _start(self, number: int, start: Start) -> None:
        if self._spare is None and self._home:  # the judge did not know that another test would follow
            self._home.fill()
        process, self._spare = self._spare or self._fork(), None
        test = self._test = RunningTest(number, start, process)
        for pipe in test.pipes:
            self._poller.watch(pipe, READ, self._printed(test, pipe))
        if start.program:
            assert self._setup is not None  # a test starts after it
            test.become_program(self._setup, self._home, self._poller)
        cpus = {start.cpu} & self._cpus  # the judge may count other processors than we do
        if not cpus and not self._may_move:
            cpus = {usage.own_processor()}
        usage.stay_on(cpus or self._cpus, test.pid)
        self._account.begin()
        if self._forwarder:
            self._forwarder.pace.begin(test)

    def _lay_out(self, test: RunningTest, data: bytes) -> None:
        """Creates the program's folder once the invocation is complete, and starts the program."""
        assert test.run is not None
        try:
            test.to_child += test.run.lay_out(data)
        except OSError as exc:  # there is no room for what the suite gives
            self._say(test, told_apart(exc))
            self._end(test, TestEnd.STOPPED, None)

    def _say(self, test: RunningTest, message: Message) -> None:
        """Sends the judge a message on behalf of the test's process."""
        for piece in pieces(Kind.DATA, test.number, message_bytes(pack(message))):
            self._unsent += piece
        self._flush()

    def _fork(self) -> TestProcess:
        process = TestProcess(shares_time=self._forwarder is not None)
        if process.pid == 0:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            self._poller.close()
            if self._forwarder:
                self._forwarder.close_in_child()
            if not self._may_move:
                filters.keep()
            streams_of_child = process.childs_input, process.childs_out, process.childs_err
            channel = process.childs_end.detach()
            waits = process.childs_waits.detach() if process.childs_waits else -1
            unseen.conceal(self)
            assert self._setup is not None  # a test starts after it
            raise Forked((self._setup, self._compiled, channel, streams_of_child, waits))
        return process

    def _listen_to_child(self, test: RunningTest) -> None:
        """Watches the test's channel for what is possible: reading only while the judge keeps up."""
        mask = READ if not test.channel_ended and len(self._unsent) < _HIGH_WATER else 0
        if test.to_child:
            mask |= WRITE
        self._poller.watch(test.channel_fd, mask, self._channel)

    def _channel(self, mask: int) -> None:
        test = self._test
        if test is None:
            return
        if mask & WRITE:
            self._feed_child(test)
        if not mask & READ:
            return
        try:
            data, sender = from_whom(test.channel, PIECE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data, sender = b"", None
        if data:
            test.another_answers |= sender != test.pid
            for pipe in test.pipes:  # output printed before this message must be forwarded first
                self._take_output(test, pipe)
            if self._forwarder:
                self._forwarder.pace.answered()
            self._send(Frame(Kind.DATA, test.number, data))
        else:  # the process is ending, or gave up talking: looking tells which
            test.channel_ended = True
            if test.run is None:  # a program has none
                test.leave_by = time.monotonic() + _LEAVING_SECONDS
            self._listen_to_child(test)
            test.next_look = 0.0

    def _feed_child(self, test: RunningTest) -> None:
        try:
            while test.to_child:
                del test.to_child[: test.channel.send(test.to_child)]
        except BlockingIOError:
            pass
        except OSError:  # it is gone; reading tells
            test.to_child.clear()
        self._listen_to_child(test)

    def _printed(self, test: RunningTest, pipe: int) -> Callable[[int], None]:
        def read(mask: int) -> None:
            self._take_output(test, pipe)

        return read

    def _take_output(self, test: RunningTest, pipe: int) -> bool:
        """Reads the test's output once; returns False if nothing came."""
        try:
            data = os.read(pipe, PIECE_BYTES)
        except BlockingIOError:
            return False
        if not data:
            self._poller.forget(pipe)
            return False
        if kept := test.count(data):
            self._send(Frame(Kind.OUTPUT, test.number, bytes((test.pipes[pipe],)) + kept))
        return test.printed_bytes <= test.limits.output_bytes

    def _watch(self, test: RunningTest) -> None:
        """Ends the test if its process has ended or a limit is exceeded."""
        if self._forwarder:
            self._forwarder.pace.look()
        now, cpu_seconds = self._account.look(test.limits.processes)
        memory_bytes = test.note(now)
        elapsed = time.monotonic() - test.began
        if elapsed > _SETTLED_SECONDS and cpu_seconds > _BUSY_SHARE * elapsed:
            # It computes rather than talks: let the kernel place it, or at least us.
            usage.stay_on(self._cpus, *([test.pid] if self._may_move else []))
        beyond = test.beyond(cpu_seconds, memory_bytes, now.threads)
        status = reap(test.pid)
        if status is not None:
            reason, code = how_it_ended(status)
            limit: str | None = None
            if reason == TestEnd.SIGNALLED and code == signal.SIGKILL:
                # Perhaps by the kernel, whose own limits come first where a busy machine lets us look late.
                limit = TestEnd.MEMORY if usage.oom_kills() > test.oom_before else beyond
            self._end(test, limit or reason, None if limit else code)
        elif beyond is not None:
            self._end(test, beyond, None)
        elif test.channel_ended and time.monotonic() > test.leave_by:
            self._end(test, TestEnd.EXITED, None)

    def _end(self, test: RunningTest, reason: str, code: int | None) -> None:
        wall_seconds = time.monotonic() - test.began
        kill_all_others()
        self._test = None
        self._poller.forget(test.channel_fd)
        test.channel.close()
        for pipe in test.pipes:
            while self._take_output(test, pipe):
                pass
            self._poller.forget(pipe)
            os.close(pipe)
        if test.run is None:
            os.close(test.input)
        elif (written := test.run.end()) is None:
            reason = TestEnd.FILES if reason in (TestEnd.EXITED, TestEnd.SIGNALLED) else reason
        else:
            self._say(test, written)
        if test.printed_last:
            self._send(Frame(Kind.OUTPUT, test.number, END_OF_OUTPUT + test.printed_last))
        if self._forwarder:
            self._forwarder.end()
        for folder in _WRITABLE:
            empty(folder)
        if self._home and test.limits.more:
            self._home.fill()
        ended = test.ended(reason, code, self._account.end(), wall_seconds)
        self._send(Frame(Kind.ENDED, test.number, pack(ended)))
        if test.limits.more:
            self._spare = self._fork()


def main(counter: int | None = None) -> Ends:
    """Serves the judge on descriptors 0 and 1; exits this process when the stream ends.

    If `counter` is given, the CPU time of our control group is read from it. In the process of each test,
    this function returns, with the arguments for that process.
    """
    if os.getpid() != 1:
        # `kill(-1)` below must only ever reach what is in the sandbox with us.
        raise SystemExit("the worker must be process 1 of its own process namespace")
    # Tests run as the same user and must not read or trace this process.
    kernel.prctl(kernel.SET_DUMPABLE, 0)
    # Of the signals that a candidate can send us only those with a handler arrive; Python has one for this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # whoever started all this may have ignored it
    read_fd, write_fd = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)  # what tests read from, too
    for fd in (0, 1):
        os.dup2(null, fd)
    os.close(null)
    streams.open_for_tests()
    try:
        Supervisor(read_fd, write_fd, counter).run()
    except Forked as forked:
        return forked.ends
    os._exit(0)  # the interpreter would take everything apart, and so copy what it shares with its forks
