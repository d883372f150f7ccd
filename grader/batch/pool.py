"""A pool of sandboxes opened ahead, one for each submission, and a limit on how many are open.

Theory of operation. Openers, which are threads that live as long as the pool since bubblewrap ends a sandbox
with the thread that opened it, keep as many sandboxes ready as submissions may be graded side by side: the
width. A grading takes one and never gives it back; it is closed, and only then a further one may be opened
in its place. So at most twice the width are there at once, and those that are not graded in do nothing. The
width may change at any time, between one and the most that the pool was made for. Who waits for the same
thing waits at the same condition, and what happens wakes no more threads than can go on.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ..errors import InfrastructureError
from ..report import Announce
from ..sandboxes.base import Description, Ending, Launch, Sandbox, SandboxProvider

if TYPE_CHECKING:
    from ..exercises.environment import Environment


class Pool:
    """Opens sandboxes ahead for `needed` submissions; at the end of its block the unused ones are closed."""

    def __init__(
        self, provider: SandboxProvider, launch: Launch, *, needed: int, width: int, most: int
    ) -> None:
        self._provider, self._launch = provider, launch
        self._needed = needed  # submissions that have not taken their sandbox yet
        self._width, self._most = width, most
        self._turn = threading.Lock()
        self._may_grade = threading.Condition(self._turn)  # one more may be graded
        self._may_open = threading.Condition(self._turn)  # one more may be opened
        self._arrived = threading.Condition(self._turn)  # one more is ready
        self._ready: deque[Sandbox | InfrastructureError] = deque()
        self._opening = self._existing = self._grading = 0
        self._stopped = False
        self._openers = [threading.Thread(target=self._open, daemon=True) for _ in range(most)]

    def __enter__(self) -> Self:
        for opener in self._openers:
            opener.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        for opener in self._openers:
            opener.join()  # one of them may just be opening: only then is it known what is left
        closers = [
            threading.Thread(target=one.close) for one in self._ready if not isinstance(one, Exception)
        ]
        for closer in closers:
            closer.start()
        for closer in closers:
            closer.join()
        self._ready.clear()

    @property
    def most(self) -> int:
        """The highest width for which the pool was made."""
        return self._most

    @property
    def width(self) -> int:
        """The number of submissions that may be graded in parallel now."""
        return self._width

    @width.setter
    def width(self, width: int) -> None:
        with self._turn:
            self._width = max(1, min(width, self._most))
            self._may_grade.notify_all()
            self._may_open.notify_all()

    @property
    def full(self) -> bool:
        """Whether `width` submissions are being graded."""
        return self._grading >= self._width

    def stop(self) -> None:
        """Wakes all waiting threads; from now on no sandbox is opened and no grading begins."""
        with self._turn:
            self._stopped = True
            for condition in (self._may_grade, self._may_open, self._arrived):
                condition.notify_all()

    @contextlib.contextmanager
    def lane(self) -> Iterator[bool]:
        """Waits until one more submission may be graded; yields False if the pool was stopped instead."""
        with self._turn:
            self._may_grade.wait_for(lambda: self._stopped or self._grading < self._width)
            begun = not self._stopped
            self._grading += begun
        try:
            yield begun
        finally:
            with self._turn:
                self._grading -= begun
                self._may_grade.notify()

    @contextlib.contextmanager
    def ticket(self) -> Iterator[SandboxProvider]:
        """A provider that opens one sandbox of the pool for one submission; it may remain unused."""
        ticket = _Ticket(self._provider, self._take)
        try:
            yield ticket
        finally:
            if not ticket.used:
                with self._turn:
                    self._needed -= 1

    def _take(self, launch: Launch) -> Sandbox:
        assert launch == self._launch, "what is ready was opened for another exercise"
        with self._turn:
            self._arrived.wait_for(lambda: self._stopped or self._ready)
            if self._stopped:
                raise InfrastructureError("The batch is over.", code="interrupted")
            sandbox = self._ready.popleft()
            self._needed -= 1
            self._may_open.notify()
        if isinstance(sandbox, InfrastructureError):
            self._closed()
            raise sandbox
        return sandbox

    def _closed(self) -> None:
        with self._turn:
            self._existing -= 1
            self._may_open.notify()

    def _should_open(self) -> bool:
        ahead = self._opening + len(self._ready)
        return ahead < min(self._width, self._needed) and self._existing < 2 * self._width

    def _open(self) -> None:
        while True:
            with self._turn:
                self._may_open.wait_for(lambda: self._stopped or self._should_open())
                if self._stopped:
                    return
                self._opening += 1
                self._existing += 1
            sandbox: Sandbox | InfrastructureError
            try:
                sandbox = _Counted(self._provider.open(self._launch), self._closed)
            except InfrastructureError as exc:
                sandbox = exc
            except Exception as exc:  # noqa: BLE001 - else all would wait for this thread for ever
                sandbox = InfrastructureError(f"No sandbox could be opened ({exc}).", code="not-opened")
            with self._turn:
                self._opening -= 1
                self._ready.append(sandbox)
                self._arrived.notify()


class _Counted:
    """A sandbox of the pool that reports its own closing, once."""

    def __init__(self, sandbox: Sandbox, on_close: Callable[[], None]) -> None:
        self._sandbox = sandbox
        self._on_close = on_close
        self.stream = sandbox.stream
        self.framing = sandbox.framing
        self.bounded = sandbox.bounded

    @property
    def image_digest(self) -> str | None:
        return self._sandbox.image_digest

    def ending(self) -> Ending:
        return self._sandbox.ending()

    def close(self) -> None:
        self._sandbox.close()
        tell, self._on_close = self._on_close, lambda: None
        tell()


class _Ticket:
    """The provider that a grading gets from the pool; its single sandbox has been opened ahead."""

    def __init__(self, provider: SandboxProvider, take: Callable[[Launch], Sandbox]) -> None:
        self._provider = provider
        self._take = take
        self.used = False

    def prepare(self, progress: Announce, environment: Environment | None = None) -> None:
        """Does nothing, since whoever made the pool has prepared the sandbox."""

    def open(self, launch: Launch) -> Sandbox:
        self.used = True
        return self._take(launch)

    def describe(self, environment: Environment | None = None) -> Description:
        return self._provider.describe(environment)
