"""The byte stream to a sandbox, with deadlines and without the engine's framing."""

from __future__ import annotations

import select
import socket
from time import monotonic  # a suite may put something else in its place in the module

from ...sandboxes.base import Framing
from ...wire.frames import PIECE_BYTES

_HEAD_BYTES = 8


class StreamEnded(Exception):
    """Raised when the sandbox has closed its end of the stream."""


class DeadlinePassed(Exception):
    """Raised when nothing arrived, or nothing could be sent, before the deadline."""


class SandboxStream:
    """A non-blocking socket to a sandbox; waits have a deadline of the monotonic clock."""

    def __init__(self, sock: socket.socket, framing: Framing) -> None:
        sock.setblocking(False)
        self._socket = sock
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
        self._sends = False  # whether it is waited for room to send as well
        self._framing = framing
        self._head = b""
        self._left = 0  # bytes of the current piece still to come

    def fileno(self) -> int:
        """The socket's descriptor, for `select`."""
        return self._socket.fileno()

    def wait(self, deadline: float, *, sending: bool = False) -> None:
        """Waits until data has arrived, or if `sending` is set, until there is room to send.

        Raises:
            DeadlinePassed: nothing did.
        """
        if sending != self._sends:
            self._sends = sending
            self._poll.modify(self._socket, select.POLLIN | (select.POLLOUT if sending else 0))
        if not self._poll.poll(max(0.0, deadline - monotonic()) * 1000):
            raise DeadlinePassed

    def receive(self) -> bytes:
        """The bytes that have arrived; empty if there are none.

        Raises:
            StreamEnded: there will be no more.
        """
        try:
            data = self._socket.recv(PIECE_BYTES)
        except BlockingIOError:
            return b""
        except OSError as exc:
            raise StreamEnded(str(exc)) from None
        if not data:
            raise StreamEnded("the sandbox closed its end")
        return self._payload(data) if self._framing is Framing.HEADERS else data

    def _payload(self, data: bytes) -> bytes:
        """Removes Docker's 8-byte headers: one byte for the stream, three zero bytes, four for the length."""
        parts = []
        data = self._head + data
        self._head = b""
        position = 0
        while position < len(data):
            if self._left:
                part = data[position : position + self._left]
                parts.append(part)
                position += len(part)
                self._left -= len(part)
            elif len(data) - position < _HEAD_BYTES:
                self._head = data[position:]
                break
            else:
                self._left = int.from_bytes(data[position + 4 : position + 8], "big")
                position += _HEAD_BYTES
        return b"".join(parts)

    def try_send(self, data: bytes | bytearray | memoryview) -> int:
        """Sends as many bytes as fit now; returns their number.

        Raises:
            StreamEnded: the other end is gone.
        """
        try:
            return self._socket.send(data)
        except BlockingIOError:
            return 0
        except OSError as exc:
            raise StreamEnded(str(exc)) from None

    def close(self) -> None:
        """Closes our end of the stream."""
        self._socket.close()
