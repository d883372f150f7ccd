"""The judge's end of forwarded connections, and of the time that candidate and suite's server share.

The server has no sockets: this module tells it what happened to a connection in the sandbox, and tells the
sandbox what the server does. So when the candidate says that it waits, everything it has sent before was
handled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ...wire.frames import IDLE, LOOK, PIECE_BYTES, TIME, Frame, Kind, WireError
from .stream import DeadlinePassed
from .timeline import Timeline

# Contracts ask for at most a hundred requests at once.
_MOST_CONNECTIONS = 256
# Above this the server has to wait until the sandbox has taken some of what is sent.
_MOST_UNSENT = 4 << 20
# Who has neither answered nor said that it waits for so long may wait in a way that is not seen.
_LOOK_SECONDS = 0.1
# No test comes to that time, in nanoseconds. With what any page waits beyond it, it fits into a message.
_LATEST = 3 << 61

Send = Callable[[Frame], None]


class Peer(Protocol):
    """The server's end of one connection."""

    def received(self, data: bytes) -> None:
        """Handles bytes from the client."""

    def ended(self) -> None:
        """Handles that the client has finished sending."""

    def lost(self) -> None:
        """Handles that the connection broke."""


class Server(Protocol):
    """The interface of a server that accepts connections."""

    def connected(self, client: Client) -> Peer | None:
        """Accepts a new connection and returns the server's end; None if no more are accepted."""

    def drained(self) -> None:
        """Handles that there is room again for data to send."""


class Client:
    """The client's end of a connection, as the server sees it."""

    def __init__(self, loopback: Loopback, number: int) -> None:
        self._loopback = loopback
        self._number = number
        self.peer: Peer | None = None
        self.is_done = False  # the client sends no more
        self.is_closed = False  # the server does not either, and reads no more

    def write(self, data: bytes) -> int:
        """Sends as many bytes as there is room for; returns their number."""
        return self._loopback.write(self._number, data)

    def close(self) -> None:
        """Closes the connection: nothing more will be sent."""
        self.is_closed = True
        self._loopback.tell(Frame(Kind.HALF_CLOSED, self._number), over=self.is_done)

    def reset(self) -> None:
        """Resets the connection."""
        self.is_closed = True
        self._loopback.tell(Frame(Kind.RESET, self._number), over=True)


class Loopback:
    """Forwards connections from the sandbox to the suite's server, and sends the sandbox the time."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._clients: dict[int, Client] = {}
        self._server: Server | None = None
        self.opened = 0  # how many there were in this test
        self.unsent = 0  # bytes that the channel has yet to send
        self.heard = 0  # how many pieces of the conversation came from the test's process
        self.timeline = Timeline()
        self._test = 0
        self._live = False
        self._told = False  # whether the sandbox was sent something since it last looked

    def begin(self, test: int, *, virtual: bool) -> None:
        """Begins a test with that number, in real or in virtual time."""
        self._test, self._live, self.timeline = test, True, Timeline(virtual=virtual)
        self.opened = self.heard = 0
        self._told = False

    def accept_with(self, server: Server) -> None:
        """Gives the test's connections to `server` from now on."""
        self._server = server

    def close(self) -> None:
        """Forgets all connections at the end of a test."""
        self._clients.clear()
        self._server, self._live, self.timeline = None, False, Timeline()

    # --- what the channel does

    def handle(self, frame: Frame) -> None:
        """Applies what `frame` reports from the sandbox.

        Raises:
            DeadlinePassed: the candidate waits for what will never come.
        """
        if frame.kind in (Kind.IDLE, Kind.STUCK):
            if self._live and self.timeline.is_virtual and frame.channel == self._test:
                self._pass_time(frame)
            return
        if frame.kind == Kind.OPENED:
            self._open(frame.channel)
            return
        client = self._clients.get(frame.channel)
        if client is None or client.peer is None:
            return
        if frame.kind == Kind.RESET:
            self._clients.pop(frame.channel, None)
            if not client.is_closed:
                client.peer.lost()
        elif frame.kind == Kind.HALF_CLOSED:
            client.is_done = True
            if client.is_closed:
                self._clients.pop(frame.channel, None)
            else:
                client.peer.ended()
        elif client.is_closed:  # as a kernel does
            self.tell(Frame(Kind.RESET, frame.channel), over=True)
        else:
            client.peer.received(frame.payload)

    def seconds_to_wake(self) -> float | None:
        """After how many seconds `wake` must be called if nothing arrives; None in most tests."""
        if not self._live:
            return None
        return _LOOK_SECONDS if self.timeline.is_virtual else self.timeline.seconds_to_next()

    def wake(self) -> None:
        """Runs actions that are due; in virtual time, asks the sandbox whether the candidate is waiting."""
        if self.timeline.is_virtual:
            self._send(Frame(Kind.LOOK, self._test, LOOK.pack(self.heard)))
        else:
            self.timeline.run_due()

    def flushed(self, unsent: int) -> None:
        """Records how many bytes are still to be sent."""
        was_full, self.unsent = self.unsent >= _MOST_UNSENT, unsent
        if was_full and unsent < _MOST_UNSENT and self._server is not None:
            self._server.drained()

    # --- what clients do

    def write(self, number: int, data: bytes) -> int:
        """Sends as many bytes to a connection as there is room for; returns their number."""
        room = max(0, _MOST_UNSENT - self.unsent)
        data = data[:room]
        for begin in range(0, len(data), PIECE_BYTES):
            self.tell(Frame(Kind.BYTES, number, data[begin : begin + PIECE_BYTES]), over=False)
        self.unsent += len(data)
        return len(data)

    def tell(self, frame: Frame, *, over: bool) -> None:
        """Sends the sandbox what the server did to a connection; `over` says that this ends it."""
        if frame.channel in self._clients:
            self._told = True
            self._send(frame)
            if over:
                self._clients.pop(frame.channel, None)

    def _open(self, number: int) -> None:
        if number in self._clients:
            raise WireError("a connection that is already open")
        client = self._clients[number] = Client(self, number)
        if self._server is not None and len(self._clients) <= _MOST_CONNECTIONS:
            self.opened += 1
            client.peer = self._server.connected(client)
        if client.peer is None:
            client.reset()

    # --- time

    def _pass_time(self, frame: Frame) -> None:
        if frame.kind == Kind.STUCK:
            self.timeline.become_real()
        else:
            at, until, alone = _idle(frame.payload)
            if not alone:  # other processes of the candidate's may do anything meanwhile
                self.timeline.become_real()
            elif self._told:  # it could not have seen that yet
                pass
            elif not self.timeline.wait(at, until):
                raise DeadlinePassed
        self._told = False
        told = TIME.pack(self.timeline.now, not self.timeline.is_virtual)
        self._send(Frame(Kind.TIME, self._test, told))


def _idle(payload: bytes) -> tuple[int, int | None, bool]:
    """Decodes a report that a process waits: its time, until when at most, and whether it is alone."""
    if len(payload) != IDLE.size:
        raise WireError("not the time")
    at, until, alone = IDLE.unpack(payload)
    if not 0 <= at <= _LATEST or until > _LATEST:
        raise WireError("not the time")
    return at, until if until >= 0 else None, alone
