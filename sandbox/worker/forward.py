"""Forwards loopback connections: from a port in the sandbox to the suite's server in the judge.

Connect, data, half-close and reset travel both ways, so each end sees the same as without us in between. The
time that both share travels the same way.
"""

from __future__ import annotations

import socket
import struct

from grader.wire.frames import PIECE_BYTES, Frame, Kind

from . import transit
from .poller import READ, WRITE, Poller
from .quiescence import Quiescence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Connection:
    """An accepted connection and the bytes still to be written to it."""

    def __init__(self, number: int, sock: socket.socket) -> None:
        self.number = number
        self.sock = sock
        self.unwritten = bytearray()
        self.read_ended = False  # the client half-closed
        self.write_ended = False  # the judge half-closed


class Forwarder:
    """Listens on a loopback port, and moves bytes between its connections and the judge."""

    def __init__(self, poller: Poller, send: Callable[[Frame], None]) -> None:
        self._poller = poller
        self._send = send
        self._paused = False
        self._connections: dict[int, Connection] = {}
        self.pace = Quiescence(poller, send, self.take_all, self.is_under_way)
        self._count = 0
        # Bound but not listening: connecting to it is refused, and nobody else can take it.
        self._refused = socket.socket()
        self._refused.bind(("127.0.0.1", 0))
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(256)
        self._listener.setblocking(False)
        poller.watch(self._listener.fileno(), READ, self._connecting)

    @property
    def port(self) -> int:
        """The port that the candidate's code connects to."""
        port: int = self._listener.getsockname()[1]
        return port

    @property
    def refused_port(self) -> int:
        """A port on which connections are refused."""
        port: int = self._refused.getsockname()[1]
        return port

    def close_in_child(self) -> None:
        """Closes, in a forked process, the sockets that only the supervisor may use."""
        self._listener.close()
        self._refused.close()
        for connection in self._connections.values():
            connection.sock.close()

    def take_all(self) -> None:
        """Reads everything that clients have sent or done so far."""
        while self._accept():
            pass
        for connection in list(self._connections.values()):
            while not self._paused and not connection.read_ended and self._read(connection):
                pass

    def is_under_way(self) -> bool:
        """Whether something sent to a client has not arrived yet."""
        return any(transit.is_under_way(connection.sock) for connection in self._connections.values())

    def end(self) -> None:
        """Closes all connections at the end of a test; late frames about them are ignored."""
        self.pace.end()
        for connection in list(self._connections.values()):
            self._drop(connection)
        while True:  # what connected but was not accepted yet belongs to the test that is over
            try:
                self._listener.accept()[0].close()
            except OSError:
                return

    def pause(self, paused: bool) -> None:
        """Stops or resumes reading from clients, since data that the judge has not taken stays in memory."""
        if paused != self._paused:
            self._paused = paused
            for connection in list(self._connections.values()):
                self._watch(connection)

    def handle(self, frame: Frame) -> None:
        """Applies to a connection what the judge's end did, as `frame` says; or passes the time on."""
        if frame.kind in (Kind.TIME, Kind.LOOK):
            self.pace.handle(frame)
            return
        connection = self._connections.get(frame.channel)
        if connection is None:
            return
        if frame.kind == Kind.BYTES:
            connection.unwritten += frame.payload
        elif frame.kind == Kind.HALF_CLOSED:
            connection.write_ended = True
        else:
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self._drop(connection)
            return
        self._write(connection)

    def _connecting(self, mask: int) -> None:
        self._accept()

    def _accept(self) -> bool:
        try:
            sock, _ = self._listener.accept()
        except OSError:
            return False
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._count += 1
        connection = Connection(self._count, sock)
        self._connections[connection.number] = connection
        self._watch(connection)
        self._send(Frame(Kind.OPENED, connection.number))
        return True

    def _event(self, connection: Connection, mask: int) -> None:
        if mask & WRITE:
            self._write(connection)
        if mask & READ and connection.number in self._connections:
            self._read(connection)

    def _read(self, connection: Connection) -> bool:
        """Forwards what a client has sent; returns False if that is nothing, or the end."""
        try:
            data = connection.sock.recv(PIECE_BYTES)
        except BlockingIOError:
            return False
        except OSError:
            self._drop(connection)
            self._send(Frame(Kind.RESET, connection.number))
            return False
        transit.acknowledge(connection.sock)
        if data:
            self._send(Frame(Kind.BYTES, connection.number, data))
            return True
        connection.read_ended = True
        self._send(Frame(Kind.HALF_CLOSED, connection.number))
        self._watch(connection)
        return False

    def _write(self, connection: Connection) -> None:
        try:
            while connection.unwritten:
                sent = connection.sock.send(memoryview(connection.unwritten)[:PIECE_BYTES])
                del connection.unwritten[:sent]
        except BlockingIOError:
            pass
        except OSError:
            self._drop(connection)
            self._send(Frame(Kind.RESET, connection.number))
            return
        if connection.write_ended and not connection.unwritten:
            try:
                connection.sock.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # the client is gone already; reading tells how
        self._watch(connection)

    def _watch(self, connection: Connection) -> None:
        """Waits for the possible events of a connection; forgets a connection that has ended both ways."""
        if connection.read_ended and connection.write_ended and not connection.unwritten:
            self._drop(connection)
            return
        mask = 0 if connection.read_ended or self._paused else READ
        if connection.unwritten:
            mask |= WRITE
        self._poller.watch(connection.sock.fileno(), mask, lambda ready: self._event(connection, ready))

    def _drop(self, connection: Connection) -> None:
        self._connections.pop(connection.number, None)
        self._poller.forget(connection.sock.fileno())
        connection.sock.close()
