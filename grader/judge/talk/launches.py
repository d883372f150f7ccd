"""The judge's side of the protocol in tests that only run the file as a program."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Empty
from time import monotonic  # a suite may put something else in its place in the module
from typing import Any

from ...report import Verdict
from ...wire.frames import Frame, Joiner, WireError
from ...wire.messages import Ended, Message, Start, TestEnd, unpack
from .exchange import Exchange
from .stream import DeadlinePassed, StreamEnded
from .trouble import NOTHING_RAN, VERDICTS, Misused, Trouble, total

_NEVER_IMPORTED = "what is run as a program is not imported too: ask for `program` or `solution` in a test"


class Launches(Exchange):
    """Starts runs of the candidate's file as a program, one after another, each in its own process."""

    def _reset(self) -> None:
        super()._reset()
        self._earlier: list[Ended] = []  # runs of this test before the one that was launched last
        self.limits: Start | None = None  # of a test whose only processes are such runs
        self._last_run = ""  # what came of the last of them, in a line
        self.difference = ""  # between what one printed and what was wanted

    @property
    def live(self) -> bool:
        """Whether a test is running."""
        return super().live or self.limits is not None

    def begin_apart(self, start: Start) -> None:
        """Begins a test whose only processes are runs of the candidate's file as a program."""
        self._prepare(start)
        self.limits = start
        self._ended = NOTHING_RAN

    def end(self) -> Ended:
        """Stops the test's last process; returns how it ended, with the totals of all its processes.

        Raises:
            SandboxLost: the supervisor does not obey.
        """
        self.limits = None
        return total([*self._earlier, super().end()])

    def launch(self, start: Start) -> None:
        """Starts a run of the file as a program."""
        self._joiner, self._messages = Joiner(), []
        if self._ended is not None:
            self._earlier.append(self._ended)
            self._ended = None
        self._launch(start)

    def describe_run(self, line: str) -> None:
        """Notes in a line what came of the latest run."""
        self._last_run, self.difference = line, ""

    def note_difference(self, difference: str) -> None:
        """Notes what lies between the latest run's output and what was wanted; empty if nothing does."""
        self.difference = difference

    def lose(self, reason: str) -> None:
        """Notes why the sandbox is lost, unless a reason is known."""
        self.lost = self.lost or reason

    def post(self, kind: int, payload: bytes = b"") -> None:
        """Queues a frame about the latest process."""
        self._channel.send(Frame(kind, self._number, payload))

    def post_message(self, body: bytes) -> None:
        """Queues a message to the latest process."""
        self._channel.send_message(self._number, body)

    def next_frame(self, deadline: float) -> Frame | None:
        """The next frame about the latest process; None if there is none until `deadline`.

        Raises:
            Trouble: there will be none, or the test's own deadline has passed.
        """
        if not self.heard:
            self._before_hearing()
            self.heard = True
        try:
            frame = None
            while frame is None or frame.channel != self._number:
                frame = self._channel.next_frame(min(deadline, self._deadline))
            self._channel.spend(len(frame.payload) >> 6)
            self._note(frame)
        except DeadlinePassed:
            if monotonic() < self._deadline:
                return None
            raise self.beyond(TestEnd.WALL) from None
        except StreamEnded as exc:
            self.lose(str(exc))
            raise self._give_up(Verdict.CRASHED, "the sandbox ended") from None
        except WireError as exc:
            raise self._broken(str(exc)) from None
        return frame

    def ask_process_1(self, kind: int) -> bytes:
        """What process 1 of the sandbox answers about the test, with a frame of that `kind`.

        Raises:
            Trouble: the test is over before it does.
        """
        self._imported()
        if not self._live:
            raise RuntimeError("what a test's processes do can only be asked while it runs")
        if self.trouble is not None:
            raise self.trouble
        turns = self._turns
        _, has_turn = self._take_turn()
        try:
            self.settle()
            self.post(kind)
            while self._ended is None:
                frame = self._next_heard() if self._listened else self.next_frame(self._deadline)
                if frame is not None and frame.kind == kind:
                    return frame.payload
            raise self.beyond(self._ended.reason)
        finally:
            if has_turn:
                turns.give()

    def _next_heard(self) -> Frame:
        """The next frame that is not about the conversation, where another thread reads them all."""
        self._channel.flush()
        try:
            frame = self._frames.get(timeout=max(0.0, self._deadline - monotonic()))
        except Empty:
            raise self.beyond(TestEnd.WALL) from None
        if frame is None:
            self._frames.put(None)
            if self._ended is not None:
                raise self.beyond(self._ended.reason)
            raise self._give_up(Verdict.CRASHED, "the sandbox ended")
        return frame

    def messages(self) -> Iterator[Message]:
        """Yields the messages about the latest process as they are decoded.

        Raises:
            WireError: one is none, or costs more than the values of a test may.
        """
        for body in self._messages:
            yield unpack(body, spend=self._channel.spend)

    @property
    def ended(self) -> Ended | None:
        """How the latest process ended; None while it is running."""
        return self._ended

    @property
    def spent(self) -> Ended:
        """The totals of this test's processes that have ended."""
        return total([NOTHING_RAN, *self._earlier, *([self._ended] if self._ended else [])])

    def beyond(self, reason: str) -> Trouble:
        """Ends the test since a run was stopped for `reason`; returns the exception to raise."""
        return self._give_up(*VERDICTS.get(reason, (Verdict.CRASHED, "the process ended")))

    def _imported(self) -> None:
        """Refuses requests in tests that never import the file."""
        if self.limits is not None:
            raise Misused(_NEVER_IMPORTED)

    def _request(
        self, verb: int, target: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], *, keep: bool
    ) -> Any:
        self._imported()
        return super()._request(verb, target, arguments, keywords, keep=keep)
