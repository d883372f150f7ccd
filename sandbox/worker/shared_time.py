"""A virtual clock that the judge keeps, shared by the candidate's code and the suite's server.

Theory of operation. As in `virtual_time`, one thread runs and the others wait at their gates. If no thread
can run, the judge is told the time here and until when all wait, and answers with the new time: that moment,
or an earlier one, because the server sent something.

A thread that waits in a way unknown to this module keeps the turn. The process that watches the test from
outside sees that no thread runs, and time becomes real: then all threads run by themselves and wait by real
means. One of the threads at their gates, the watcher, checks from time to time whether that has happened.

(`super()` would not find its class in this module; see start.py.)
"""

from __future__ import annotations

import os
import select
import time
from _socket import AF_INET, IPPROTO_TCP, SOCK_STREAM, socket
from _thread import allocate_lock
from os import read, write  # bound here: the candidate may replace them in the module

from . import transit
from .transit import EVER, MOST_NAPS, NAP_SECONDS, SAID, TOLD
from .virtual_time import VirtualClock, _Thread, nanoseconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .virtual_time import Block, Question

_SECOND = 1_000_000_000
# How often the watcher looks: seldom enough to be asleep in most looks from outside.
_WATCH_SECONDS = 0.1
# Who only reads the clock tells the judge of the time so often, so that the server does what is due.
_UNTOLD_NANOSECONDS = 10_000_000
# How often a thread that does not wait gives way: who looks in vain comes to an end.
_OFFERS = 20
# In real time, how often a question is asked for which there is nothing that waits.
_REAL_NAP_SECONDS = 0.002
# Nor is anything waited for longer in one go: the turn may have been given, with an answer, just before.
_LONGEST_BLOCK_SECONDS = 0.1
_LATEST = 1 << 62  # what fits into a message
_REAL = EVER - 1  # in place of a time: it wants time to be real

_monotonic_ns = time.monotonic_ns
_real_nap = time.sleep


class SharedClock(VirtualClock):
    """A `VirtualClock` that asks the judge, over a descriptor, whenever all threads wait."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._offers = 0
        self._connecting: set[int] = set()
        self._ahead = 0  # what is to be added to real time
        # Who has it reads what the judge says: for a look, or until there is an answer.
        self._ear = allocate_lock()
        self._poll = select.poll()
        self._poll.register(fd, select.POLLIN)
        os.set_blocking(fd, False)
        self._watcher: _Thread | None = None
        VirtualClock.__init__(self)
        self._began = self._told_at = self.now

    @property
    def now(self) -> int:
        """The time in nanoseconds, on the scale of `time.monotonic_ns`."""
        return _monotonic_ns() + self._ahead if self._is_real else self._virtual_now()

    def asked(self, call: tuple[object, ...]) -> tuple[object, ...]:
        """Does what `VirtualClock.asked` does, but each reading of the clock must be requested."""
        failed, found, _ = VirtualClock.asked(self, call)
        return failed, found, None

    def wait(self, question: Question, seconds: float | None = None, block: Block | None = None) -> bool:
        """Waits at most `seconds` until `question` returns something true; returns whether it did."""
        self._listen()
        me = self._running
        if not self._is_real:
            me.answer, me.question = None, question
            me.deadline = None if seconds is None else self.now + nanoseconds(seconds)
            chosen = self._next()
            if not self._is_real and chosen is not me:
                self._watcher = me
                self._give_turn(chosen)
                self._take_turn(me)
            if not self._is_real:
                return bool(me.answer)
            if me.deadline is not None:
                seconds = (me.deadline - self.now) / _SECOND
        else:
            me = _Thread()
        return self._wait_really(me, question, seconds, block)

    def offer(self) -> None:
        """Lets other threads run first, but only now and then, since switching threads is slow."""
        self._offers += 1
        if not self._is_real and self._offers % _OFFERS == 0:
            VirtualClock.offer(self)

    def read(self) -> int:
        """The time, after adding the time that reading takes."""
        self._listen()
        if not self._is_real:
            next(self._count)
            if self.now - self._told_at > _UNTOLD_NANOSECONDS:
                self._let_pass(self.now)
                VirtualClock.offer(self)
        return self.now

    def sleep(self, seconds: float) -> None:
        """Sleeps for `seconds` of virtual time, as `time.sleep` does of real time."""
        if not seconds >= 0:
            raise ValueError("sleep length must be non-negative")
        self.wait(lambda: False, seconds, _real_nap)
        next(self._count)

    def enter(self, number: int) -> None:
        """Waits for the first turn of a new thread."""
        self._take_turn(self._threads[number])

    def leave(self, number: int) -> None:
        """Gives the turn away for good, at the end of a thread."""
        thread = self._threads[number]
        thread.over.append(True)
        self._round.remove(thread)
        if not self._is_real:
            chosen = self._next()
            if not self._is_real:
                self._give_turn(chosen)

    def only_one(self) -> None:
        """Adapts to a forked process: there are no other threads, and time is real."""
        VirtualClock.only_one(self)
        self._become_real(self.now - self._began, _monotonic_ns())

    def give_up(self) -> None:
        """Switches to real time from now on."""
        if not self._is_real:
            self._tell(_REAL)

    def connects(self, fd: int) -> None:
        """Records a descriptor that is to become a connection; it may be closed and reused later."""
        self._connecting.add(fd)

    # --- turns

    def _give_turn(self, chosen: _Thread) -> None:
        self._running = chosen
        if self._watcher in (None, chosen):  # somebody else shall be
            others = [thread for thread in self._round if thread is not chosen]
            self._watcher = others[0] if others else None
            if others:
                _open(others[0])
        _open(chosen)

    def _take_turn(self, me: _Thread) -> None:
        while self._running is not me and not self._is_real:
            if not me.gate.acquire(True, _WATCH_SECONDS if self._watcher is me else -1):
                self._listen()

    # --- the judge

    def _let_pass(self, soonest: int | None) -> None:
        """Asks the judge to let time pass until `soonest`, or until the server sends something."""
        for _ in range(MOST_NAPS):
            if not self._is_something_under_way():
                break
            _real_nap(NAP_SECONDS)
        self._tell(EVER if soonest is None else min(soonest - self._began, _LATEST))

    def _is_something_under_way(self) -> bool:
        """Whether something sent to the server has not arrived yet."""
        for fd in list(self._connecting):
            try:
                sock = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP, fd)
            except OSError:  # it is closed
                self._connecting.discard(fd)
                continue
            waits = transit.is_under_way(sock)
            transit.acknowledge(sock)
            sock.detach()
            if waits:
                return True
        return False

    def _tell(self, until: int) -> None:
        with self._ear:
            write(self._fd, SAID.pack(self.now - self._began, until))
            self._poll.poll()
            self._hear(read(self._fd, TOLD.size))
        self._told_at = self.now

    def _listen(self) -> None:
        """Checks whether the judge has switched to real time."""
        if self._is_real or not self._ear.acquire(False):
            return
        try:
            self._hear(read(self._fd, TOLD.size))
        except BlockingIOError:
            pass
        finally:
            self._ear.release()

    def _hear(self, told: bytes) -> None:
        if len(told) != TOLD.size:  # nobody is there any more
            os._exit(0)
        now, is_real, told_at = TOLD.unpack(told)
        if is_real:
            self._become_real(now, told_at)
        else:
            self._set(max(self.now, self._began + now))

    # --- real time

    def _become_real(self, now: int, told_at: int) -> None:
        """Switches to real time, which was `now` when the real clock showed `told_at`."""
        if not self._is_real:
            self._ahead = self._began + now - told_at
            self._is_real = True
            for thread in list(self._round):
                _open(thread)

    def _wait_really(
        self, me: _Thread, question: Question, seconds: float | None, block: Block | None
    ) -> bool:
        """Waits in real time, unless `me` was just given the turn with an answer."""
        end = None if seconds is None else self.now + nanoseconds(seconds)
        while not (me.answer or question()):
            left = _LONGEST_BLOCK_SECONDS
            if end is not None:
                left = min(left, (end - self.now) / _SECOND)
                if left <= 0:
                    return False
            if block is None:
                _real_nap(min(left, _REAL_NAP_SECONDS))
            elif block(left):
                return True
        return True


def _open(thread: _Thread) -> None:
    if thread.gate.locked():
        thread.gate.release()
