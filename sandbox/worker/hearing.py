"""Reads the judge's messages in a test's process, and hands each to the thread that it is for.

Theory of operation. A thread that calls a function of the suite waits for the reply, and serves what the
function asks for meanwhile; the first thread also waits for requests that nobody's call is the reason of.
Several may wait at once. One of them has the ear, and reads; the others sleep, each at a lock of its own.
What is for one of these is kept for it, and it is woken. Whoever has what it waited for leaves the ear to one
of those who sleep. So a lone thread reads for itself, with no other to be woken. Nothing here is locked while
code of the candidate's runs.
"""

from __future__ import annotations

from _thread import allocate_lock
from os import read  # bound here: the candidate may replace it in the module

from grader.wire.frames import MAX_BYTES_WITH_ARRAYS, PIECE_BYTES, Joiner
from grader.wire.messages import Request

from . import unseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

CHANNEL_FD = 3
# The thread that has none of its own, in place of a number.
_NO_STRAND = -(1 << 63)


class Hearing:
    """What the judge says to the threads of one test's process."""

    def __init__(self, decoded: Callable[[bytes], Any], refuse: Callable[[int], None]) -> None:
        """`decoded` decodes a message, and gives None for one that it has dealt with itself.

        `refuse` answers a request, by its token, to a thread that no longer waits.
        """
        self._decoded = decoded
        self._refuse = refuse
        self._joiner = Joiner(MAX_BYTES_WITH_ARRAYS)
        self._arrived: list[bytes] = []
        self._ear = allocate_lock()
        self._strands: dict[int, int] = {}  # of calls that wait for their reply, by serial number
        self._serial = 0
        self._kept: list[Any] = []  # by turns a message and whom it is for: see `_whose`
        self._asleep: list[tuple[int, int, Any]] = []  # for whom, and the lock at which they sleep

    def conceal(self) -> None:
        """Hides this from the candidate's code."""
        unseen.conceal(self, self._joiner, self._arrived, self._kept, self._asleep)

    def piece(self) -> bytes | None:
        """The next message as it came; None at the end."""
        while not self._arrived:
            data = read(CHANNEL_FD, PIECE_BYTES)
            if not data:
                return None
            self._arrived.extend(self._joiner.feed(data))
        return self._arrived.pop(0)

    def next_serial(self) -> int:
        """A number for a call; nobody else may ask for one at the same time."""
        self._serial += 1
        return self._serial

    def expect(self, serial: int, strand: int) -> None:
        """Notes that the call `serial` of the thread `strand` waits for its reply from now on."""
        self._strands[serial] = strand

    def forget(self, serial: int) -> None:
        """Ends what `expect` began; a reply that comes later is for nobody."""
        self._strands.pop(serial, None)
        if self._kept:  # as where the candidate's code was interrupted
            self._take(_NO_STRAND, serial)

    def next(self, strand: int, serial: int = 0) -> Any:
        """Waits for a reply to the call `serial` or a request to the thread `strand`; None at the end."""
        try:
            while True:
                if self._ear.acquire(False):
                    try:
                        if self._kept and (message := self._take(strand, serial)) is not None:
                            return message
                        while (data := self.piece()) is not None:
                            message = self._decoded(data)
                            if message is None or (whose := self._whose(message)) is None:
                                continue
                            if whose == strand or (serial and whose == -serial):
                                return message
                            self._kept += (message, whose)
                            del message
                            self._wake_whose(whose)
                        return None
                    finally:
                        self._ear.release()
                if (message := self._sleep(strand, serial)) is not None:
                    return message
        finally:
            if self._asleep:  # one of them has the ear now
                self._wake_one()

    def _whose(self, message: Any) -> int | None:
        """For whom a message is: a strand, or the negative serial number of a call; None if for nobody."""
        if type(message) is Request:
            strand: int = tuple.__getitem__(message, -1)
            if strand <= 0:
                return 0
            if strand in self._strands.values():
                return strand
            self._refuse(tuple.__getitem__(message, 0))
            return None
        called: int = tuple.__getitem__(message, 0)
        return -called if called in self._strands else None

    def _take(self, strand: int, serial: int) -> Any:
        """Takes from what is kept what is for the caller; requests first, since they came first."""
        kept = self._kept
        for wanted in (strand, -serial or _NO_STRAND):
            for place in range(1, len(kept), 2):
                if kept[place] == wanted:
                    message = kept[place - 1]
                    del kept[place - 1 : place + 1]
                    return message
        return None

    def _sleep(self, strand: int, serial: int) -> Any:
        """Sleeps until there may be something to do; returns what has come for the caller just before."""
        bell = allocate_lock()
        bell.acquire()
        entry = (strand, serial, bell)
        self._asleep.append(entry)
        try:
            # Whoever has the ear may not have seen this one.
            if self._kept and (message := self._take(strand, serial)) is not None:
                return message
            if self._ear.locked():
                bell.acquire()
        finally:
            if entry in self._asleep:
                self._asleep.remove(entry)
        return None

    def _wake_one(self) -> None:
        try:
            entry = self._asleep.pop()
        except IndexError:
            return
        entry[2].release()

    def _wake_whose(self, whose: int) -> None:
        for entry in list(self._asleep):
            if whose == entry[0] or whose == -entry[1] != 0:
                try:
                    self._asleep.remove(entry)
                except ValueError:  # it was woken meanwhile
                    return
                entry[2].release()
                return
