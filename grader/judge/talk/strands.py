"""The judge's threads that run what threads of the candidate's call, as many at once as these are.

Theory of operation. Each thread of the candidate's that calls a function of the suite has one here, a strand,
which runs that call and later ones of the same thread: so both have one identity for the suite, as in one
process. Whoever reads from the sandbox hands a call over and reads on. There is a bound to the number of
threads; a call that would exceed it takes one that is idle, or waits for one. What a strand's call starts
itself, such as further threads, belongs to the strand, until the call is answered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import RLock, Thread  # bound here: a suite may put something else in its place in the module
from time import monotonic  # as above

from ...wire.frames import WireError
from ...wire.messages import FIRST_STRAND, Callback
from .confined import for_whom
from .functions import Functions

# What a test's threads are waited for at once; each takes less than a megabyte of the judge.
_MOST_THREADS = 64
# What tests have left in functions that do not return takes the place of more: a judge has many tests.
_MOST_LEFT = 512
_left: list[Thread] = []
# No honest process has as many threads: each may have one call that waits.
_MOST_WAITING = 10_000
# A thread that has nothing to do needs less; but a suite may have put in it what takes longer to delete.
_END_SECONDS = 1.0
_OVER = "the test that started this thread is over"


class Strand:
    """One thread of the candidate's, by its number inside, while it calls the suite."""

    def __init__(self, strands: Strands, number: int) -> None:
        self.strands = strands
        self.number = number
        self.is_open = False  # whether a call of its waits for the reply
        self.thread: Thread | None = None
        self.calls: SimpleQueue[Callback | None] = SimpleQueue()


class Strands:
    """The strands of one test."""

    def __init__(self, lock: RLock, run: Callable[[Strands, Callback], None], functions: Functions) -> None:
        """`run` runs a call of one of `functions` and replies to it; it raises nothing.

        It holds `lock` while it replies.
        """
        self._lock = lock
        self.functions = functions
        self._run = run
        self._strands: dict[int, Strand] = {}  # those with a thread, the one used last at the end
        self._waiting: deque[tuple[Strand, Callback]] = deque()
        self._open: dict[int, Strand] = {}
        self.is_over = False
        _left[:] = [thread for thread in _left if thread.is_alive()]
        self._room = max(1, _MOST_LEFT - len(_left))

    @property
    def any_open(self) -> int:
        """The number of a strand whose call waits for its reply, or else of the first thread."""
        return next(iter(list(self._open)), FIRST_STRAND) if self._open else FIRST_STRAND

    def is_open(self, number: int) -> bool:
        """Whether a call of that strand waits for its reply."""
        return number in self._open

    def number(self) -> int:
        """The number of the strand whose call this thread, or who started it, runs.

        Raises:
            RuntimeError: it was in another test.
        """
        strand = for_whom.get()
        if strand is None:
            return FIRST_STRAND
        if strand.strands is not self or self.is_over:
            raise RuntimeError(_OVER)
        return strand.number if strand.is_open else FIRST_STRAND

    def take(self, call: Callback) -> None:
        """Has a call run in the thread of its strand.

        Raises:
            WireError: there cannot be such a call.
        """
        with self._lock:
            strand = self._strands.pop(call.strand, None) or Strand(self, call.strand)
            self._begin(strand)
            if strand.thread is not None:
                self._strands[strand.number] = strand
                strand.calls.put(call)
            else:
                self._place(strand, call)

    def _begin(self, strand: Strand) -> None:
        if strand.number < 0 or strand.number in self._open or len(self._open) >= _MOST_WAITING:
            raise WireError("a thread that cannot call")
        strand.is_open = True
        self._open[strand.number] = strand

    def _place(self, strand: Strand, call: Callback) -> None:
        """Begins a thread for a strand, or has it wait for one."""
        if len(self._strands) >= min(_MOST_THREADS, self._room):
            idle = next((each for each in self._strands.values() if not each.is_open), None)
            if idle is None:
                self._waiting.append((strand, call))
                return
            del self._strands[idle.number]
            idle.calls.put(None)
        thread = Thread(target=self._work, args=(strand,), daemon=True)
        try:
            thread.start()
        except RuntimeError as exc:
            raise MemoryError from exc
        strand.thread = thread
        self._strands[strand.number] = strand
        strand.calls.put(call)

    @contextmanager
    def inline(self, number: int) -> Iterator[None]:
        """A context in which this thread runs a call of that strand."""
        strand = Strand(self, number)
        with self._lock:
            self._begin(strand)
        before = for_whom.set(strand)
        try:
            yield
        finally:
            for_whom.reset(before)

    def done(self, number: int) -> None:
        """Notes that the call of a strand is about to have its reply."""
        if not number:
            return
        with self._lock:
            strand = self._open.pop(number, None)
            if strand is not None:
                strand.is_open = False
                if self._waiting:
                    self._place(*self._waiting.popleft())

    def end(self) -> None:
        """Ends the threads here of those that have ended inside, which is all that wait for no reply."""
        with self._lock:
            idle = [strand for strand in self._strands.values() if not strand.is_open]
            for strand in idle:
                del self._strands[strand.number]
                strand.calls.put(None)
        until = monotonic() + _END_SECONDS
        for strand in idle:  # a suite may count the threads that are left
            if strand.thread is not None:
                strand.thread.join(max(0.0, until - monotonic()))

    def close(self) -> None:
        """Ends the strands; who runs a call ends after it, and nobody is told what came of it."""
        with self._lock:
            self.is_over = True
            for strand in self._strands.values():
                if strand.is_open and strand.thread is not None:
                    _left.append(strand.thread)
                strand.is_open = False
                strand.calls.put(None)
            self._open.clear()
            self._waiting.clear()

    def _work(self, strand: Strand) -> None:
        for_whom.set(strand)
        while (call := strand.calls.get()) is not None and not self.is_over:
            self._run(self, call)
