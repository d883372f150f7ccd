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
    """Moves bytes between connections made in the sandbox and the suite's server in the judge."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._connections: dict[int, _ForwardedConnection] = {}
        self.server_port: int | None = None
        self.opened = 0  # how many there were in this test

    @property
    def idle(self) -> bool:
        """Whether no connection is open."""
        return not self._connections

    def readable(self) -> list[object]:
        """The connections whose server may still send something."""
        return [connection for connection in self._connections.values() if not connection.server_done]

    def writable(self) -> list[object]:
        """The connections with bytes that the server has not taken yet."""
        return [connection for connection in self._connections.values() if connection.unsent]

    def handle(self, frame: Frame) -> None:
        """Does to the server's end what `frame` says happened to a connection in the sandbox."""
        if frame.kind == Kind.OPENED:
            self._open(frame.channel)
            return
        connection = self._connections.get(frame.channel)
        if connection is None:
            return
        if frame.kind == Kind.RESET:
            self._drop(connection, reset=True)
            return
        if frame.kind == Kind.BYTES:
            connection.unsent += frame.payload
        else:
            connection.client_done = True
        self._write(connection)

    def ready(self, thing: object) -> None:
        """Reads and writes what it can on one of the connections in `readable` or `writable`."""
        if isinstance(thing, _ForwardedConnection) and thing.number in self._connections:
            if thing.unsent:
                self._write(thing)
            if thing.number in self._connections and not thing.server_done:
                self._read(thing)

    def close(self) -> None:
        """Closes all connections, as the test is over."""
        for connection in list(self._connections.values()):
            self._drop(connection, reset=False)
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

    def _read(self, connection: _ForwardedConnection) -> None:
        try:
            data = connection.sock.recv(PIECE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            self._drop(connection, reset=False)
            self._send(Frame(Kind.RESET, connection.number))
            return
        if data:
            self._send(Frame(Kind.BYTES, connection.number, data))
            return
        connection.server_done = True
        self._send(Frame(Kind.HALF_CLOSED, connection.number))
        self._finish(connection)

    def _write(self, connection: _ForwardedConnection) -> None:
        try:
            while connection.unsent:
                del connection.unsent[: connection.sock.send(connection.unsent)]
        except BlockingIOError:
            return
        except OSError:
            self._drop(connection, reset=False)
            self._send(Frame(Kind.RESET, connection.number))
            return
        if connection.client_done:
            try:
                connection.sock.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # the server has closed; reading tells
            self._finish(connection)

    def _finish(self, connection: _ForwardedConnection) -> None:
        if connection.client_done and connection.server_done and not connection.unsent:
            self._drop(connection, reset=False)

    def _drop(self, connection: _ForwardedConnection, *, reset: bool) -> None:
        self._connections.pop(connection.number, None)
        if reset:
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.sock.close()
