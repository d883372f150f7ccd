"""Relays between a test's process that says it is waiting and the judge, which keeps virtual time.

Theory of operation. The process says that all of its threads wait, and until when. Before that is passed on,
everything it has sent is read from its connections, so that the judge has handled it by then. The answer, the
time, is sent after whatever the suite's server did meanwhile.

A process that neither answers nor reports may be waiting in a way that it cannot report, in a C function or
for a child process. The judge then asks us to check; if nothing in the sandbox runs or is about to run, time
is real for the rest of the test.
"""

from __future__ import annotations

import os
import time

from grader.wire.frames import IDLE, LOOK, TIME, Frame, Kind

from .poller import READ, Poller
from .transit import EVER, MOST_NAPS, NAP_SECONDS, SAID, TOLD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .running import RunningTest

# Only where so many looks in a row, 10 ms apart, find everybody asleep can nothing but time wake them.
_LOOKS = 5


class Quiescence:
    """Relays reports of waiting from the test's process to the judge, and the time back."""

    def __init__(
        self,
        poller: Poller,
        send: Callable[[Frame], None],
        take_all: Callable[[], None],
        is_under_way: Callable[[], bool],
    ) -> None:
        """`take_all` forwards what clients did; `is_under_way` says whether data has yet to reach them."""
        self._poller = poller
        self._send = send
        self._take_all = take_all
        self._is_under_way = is_under_way
        self._test: RunningTest | None = None
        self._asked = False  # whether the judge has yet to say what time it is
        self._told = 0  # how many pieces of the conversation came from the process
        self._looks = 0  # how many are left; 0 where nobody has asked for any

    def begin(self, test: RunningTest) -> None:
        """Begins a test, whose process may report that it waits."""
        self._test, self._asked, self._told, self._looks = test, False, 0, 0
        if test.waits is not None:
            self._poller.watch(test.waits.fileno(), READ, lambda mask: self._said())

    def end(self) -> None:
        """Ends the test."""
        if self._test is not None and self._test.waits is not None:
            self._poller.forget(self._test.waits.fileno())
            self._test.waits.close()
        self._test = None

    def answered(self) -> None:
        """Called before the process's message goes to the judge; first forwards what it did earlier."""
        self._take_all()
        self._told += 1
        self._looks = 0

    def handle(self, frame: Frame) -> None:
        """Passes the time to the process, or begins to check whether it is waiting."""
        test = self._test
        if test is None or test.waits is None or frame.channel != test.number:
            return
        if frame.kind == Kind.LOOK:
            if not self._asked and LOOK.unpack(frame.payload) == (self._told,):
                self._looks = _LOOKS
            return
        now, is_real = TIME.unpack(frame.payload)
        self._tell(now, is_real=is_real)

    def look(self) -> None:
        """Checks, if the judge asked, whether any process in the sandbox could still do something."""
        if not self._looks or self._test is None:
            return
        if not _all_sleep() or self._poller.has_events():
            self._looks = 0
            return
        self._looks -= 1
        if not self._looks:
            self._asked = True  # whatever it says now comes too late
            self._send(Frame(Kind.STUCK, self._test.number))

    def _tell(self, now: int, *, is_real: bool) -> None:
        """Tells the process the time `now`, and whether it is real."""
        if self._test is None or (waits := self._test.waits) is None:
            return
        self._asked = False
        self._poller.watch(waits.fileno(), READ, lambda mask: self._said())
        try:
            waits.send(TOLD.pack(now, is_real, time.monotonic_ns()))
        except OSError:  # it is gone, or does not care
            pass

    def _had_to_wait(self) -> bool:
        """Waits until all data sent to the process has arrived; returns whether some had not."""
        naps = 0
        while naps < MOST_NAPS and self._is_under_way():
            time.sleep(NAP_SECONDS)
            naps += 1
        return naps > 0

    def _said(self) -> None:
        test = self._test
        if test is None or test.waits is None:
            return
        try:
            said = test.waits.recv(2 * SAID.size)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        self._poller.forget(test.waits.fileno())  # until it is answered, or for good if it is closed
        if len(said) == SAID.size:
            self._take_all()
            self._asked, self._looks = True, 0
            at, until = SAID.unpack(said)
            if self._had_to_wait():  # the process did not see the data that arrived meanwhile
                self._tell(0, is_real=False)
                return
            by_itself = until >= EVER and _is_alone(test.pid)
            self._send(Frame(Kind.IDLE, test.number, IDLE.pack(at, until, by_itself)))


def _is_alone(pid: int) -> bool:
    """Whether no process except `pid` could do anything."""
    return all(
        number in ("1", str(pid)) or _state(f"/proc/{number}/stat") in b"ZX" for number in _numbers("/proc")
    )


def _all_sleep() -> bool:
    """Whether every thread in the sandbox except ours is asleep, and so waits for something."""
    return all(
        _state(f"/proc/{number}/task/{thread}/stat") in b"SZX"
        for number in _numbers("/proc")
        if number != "1"
        for thread in _numbers(f"/proc/{number}/task")
    )


def _numbers(folder: str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name.isdigit()]
    except OSError:  # it has ended
        return []


def _state(path: str) -> bytes:
    """The state letter of a process or thread, as in proc(5); X if it is gone."""
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read(4096).rpartition(b")")[2].split()[0]
    except (OSError, IndexError):
        return b"X"
