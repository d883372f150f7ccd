"""Exchanges frames over the stream to a sandbox, and relays forwarded connections on the way."""

from __future__ import annotations

from collections import deque
from threading import Lock
from time import monotonic  # a suite may put something else in its place in the module

from ...wire.frames import MAX_MESSAGE_BYTES, Frame, FrameReader, Kind, WireError, message_bytes, pieces
from ...wire.messages import Ready, unpack
from .loopback import Loopback
from .stream import DeadlinePassed, SandboxStream, StreamEnded

# What one test may send in all, in the largest messages.
_TEST_MESSAGES = 4
# What all values of one test may cost if a suite keeps them, at about 64 bytes a part: 400 MB. That is thirty
# lists of 200 000 numbers, and beside one of these honest answers are small.
_TEST_PARTS = 6_000_000
_TOO_MUCH = "more was sent than any answer needs"
_FOR_THE_SERVER = (Kind.OPENED, Kind.BYTES, Kind.HALF_CLOSED, Kind.RESET, Kind.IDLE, Kind.STUCK)


class Channel:
    """Sends and receives frames; only waiting for a frame blocks, and that has a deadline.

    Any thread may send, and one at a time may wait. Outgoing frames are sent together when something is
    waited for: sending each piece at once would wake all processes between here and the candidate's.
    """

    def __init__(
        self, stream: SandboxStream, loopback: Loopback, largest_bytes: int = MAX_MESSAGE_BYTES
    ) -> None:
        """`largest_bytes` is the largest size of one message."""
        self._stream = stream
        self._loopback = loopback
        self._reader = FrameReader()
        self._frames: deque[Frame] = deque()
        self._unsent = bytearray()
        self._sending = Lock()
        self._most_bytes = _TEST_MESSAGES * largest_bytes
        self._received = 0
        self.parts = 0

    def begin(self) -> None:
        """Starts counting the received bytes anew, for a new test or for the end of one."""
        self._received = 0

    def spend(self, parts: int) -> None:
        """Adds the `parts` of a value from the sandbox to the test's total, which is bounded.

        Raises:
            WireError: all values of the test cost more than they may.
        """
        self.parts += parts
        if self.parts > _TEST_PARTS:
            raise WireError(_TOO_MUCH)

    def send(self, frame: Frame) -> None:
        """Queues a frame, which is sent when the next one is waited for."""
        with self._sending:
            self._unsent += frame.encode()

    def send_message(self, number: int, body: bytes) -> None:
        """Queues a message to the process of test `number`, in pieces."""
        with self._sending:
            for piece in pieces(Kind.DATA, number, message_bytes(body)):
                self._unsent += piece

    def ready(self, deadline: float) -> Ready:
        """Waits for the worker's first message, which says which protections are in force.

        Raises:
            WireError: it is another one; and what `next_frame` raises.
        """
        while (frame := self.next_frame(deadline)).kind != Kind.READY:
            pass
        message = unpack(frame.payload)
        if type(message) is not Ready:
            raise WireError("not a Ready")
        return message

    def next_frame(self, deadline: float) -> Frame:
        """Waits for the next frame that is not about a connection; handles those meanwhile.

        Raises:
            DeadlinePassed: there was none until then.
            StreamEnded: there will be none.
            WireError: what came is no frame, or too much.
        """
        while True:
            if monotonic() > deadline:  # also where something comes all the time
                raise DeadlinePassed
            if self._frames:
                return self._frames.popleft()
            self.flush()
            self._loopback.flushed(len(self._unsent))
            seconds = self._loopback.seconds_to_wake()
            if seconds is None:
                self._stream.wait(deadline, sending=bool(self._unsent))
            else:
                try:
                    self._stream.wait(min(deadline, monotonic() + seconds), sending=bool(self._unsent))
                except DeadlinePassed:
                    self._loopback.wake()
                    continue
            self._receive()

    def _receive(self) -> None:
        data = self._stream.receive()
        self._received += len(data)
        if self._received > self._most_bytes:
            raise WireError(_TOO_MUCH)
        for frame in self._reader.feed(data):
            if frame.kind == Kind.DATA:
                self._loopback.heard += 1
            if frame.kind in _FOR_THE_SERVER:
                self._loopback.handle(frame)
            else:
                self._frames.append(frame)

    def flush(self) -> None:
        """Sends what there is room for, while another thread may be waiting."""
        with self._sending:
            try:
                while self._unsent:
                    sent = self._stream.try_send(self._unsent)
                    if not sent:
                        break
                    del self._unsent[:sent]
            except StreamEnded:
                # Reading will say so too, after what was sent before the end has been read.
                self._unsent = bytearray()
