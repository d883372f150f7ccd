"""The judge's end of forwarded connections: each becomes a real connection to the suite's own server."""

from __future__ import annotations

import socket
from collections.abc import Callable

from ...wire.frames import PIECE_BYTES, Frame, Kind, WireError

# Contracts ask for at most a hundred requests at once; descriptors are the judge's too.
_MOST_CONNECTIONS = 256

Send = Callable[[Frame], None]


class _ForwardedConnection:
    def __init__(self, number: int, sock: socket.socket) -> None:
        self.number = number
        self.sock = sock
        self.unsent = bytearray()
        self.client_done = False  # it will send no more
        self.server_done = False

    def fileno(self) -> int:
        return self.sock.fileno()


class Loopback:
    """Moves bytes between connections that were made inside and a server on this side."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._connections: dict[int, _ForwardedConnection] = {}
        self.server_port: int | None = None
        self.opened = 0  # how many there were in this test

    @property
    def idle(self) -> bool:
        """Whether there is no connection."""
        return not self._connections

    def readable(self) -> list[object]:
        """Those that can still bring something."""
        return [held for held in self._connections.values() if not held.server_done]

    def writable(self) -> list[object]:
        """Those with something still to be written."""
        return [held for held in self._connections.values() if held.unsent]

    def handle(self, frame: Frame) -> None:
        """Carries out what happened to a connection inside."""
        if frame.kind == Kind.OPENED:
            self._open(frame.channel)
            return
        held = self._connections.get(frame.channel)
        if held is None:
            return
        if frame.kind == Kind.RESET:
            self._drop(held, reset=True)
            return
        if frame.kind == Kind.BYTES:
            held.unsent += frame.payload
        else:
            held.client_done = True
        self._write(held)

    def ready(self, thing: object) -> None:
        """Moves what can be moved on one of `readable` or `writable`."""
        if isinstance(thing, _ForwardedConnection) and thing.number in self._connections:
            if thing.unsent:
                self._write(thing)
            if thing.number in self._connections and not thing.server_done:
                self._read(thing)

    def close(self) -> None:
        """Ends all of them: the test is over."""
        for held in list(self._connections.values()):
            self._drop(held, reset=False)
        self.server_port = None

    def _open(self, number: int) -> None:
        if number in self._connections:
            raise WireError("a connection that is already open")
        if self.server_port is None or len(self._connections) >= _MOST_CONNECTIONS:
            self._send(Frame(Kind.RESET, number))
            return
        try:
            sock = socket.create_connection(("127.0.0.1", self.server_port))
        except OSError:
            self._send(Frame(Kind.RESET, number))
            return
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.opened += 1
        self._connections[number] = _ForwardedConnection(number, sock)

    def _read(self, held: _ForwardedConnection) -> None:
        try:
            data = held.sock.recv(PIECE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            self._drop(held, reset=False)
            self._send(Frame(Kind.RESET, held.number))
            return
        if data:
            self._send(Frame(Kind.BYTES, held.number, data))
            return
        held.server_done = True
        self._send(Frame(Kind.HALF_CLOSED, held.number))
        self._finish(held)

    def _write(self, held: _ForwardedConnection) -> None:
        try:
            while held.unsent:
                del held.unsent[: held.sock.send(held.unsent)]
        except BlockingIOError:
            return
        except OSError:
            self._drop(held, reset=False)
            self._send(Frame(Kind.RESET, held.number))
            return
        if held.client_done:
            try:
                held.sock.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # the server has closed; reading tells
            self._finish(held)

    def _finish(self, held: _ForwardedConnection) -> None:
        if held.client_done and held.server_done and not held.unsent:
            self._drop(held, reset=False)

    def _drop(self, held: _ForwardedConnection, *, reset: bool) -> None:
        self._connections.pop(held.number, None)
        if reset:
            held.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        held.sock.close()
