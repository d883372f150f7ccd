"""The suite's own HTTP server: pages that answer, dawdle, hang or break, and a record of requests.

Theory of operation
-------------------
One thread, one selector, non-blocking sockets. A page is a *script*: a tuple of steps that say what
to send, how long to wait, where to gather, and how it ends. A connection is a generator
(`_converse`) that takes a request, plays the script of its page, and so on; it yields where it has
to wait, and what it waits for (data, a timer from the heap, a gate) resumes it.

A single thread is what makes the counting exact. A request counts from its arrival until its last
byte is handed to the kernel. A client can only go on once it has read that byte, and the thread
notes the end before it looks at another socket: so who keeps to a limit is never seen above it.

Only a client that gives up can seem to overlap with what it does next, since the end of the old
connection and the start of the new one reach us over two sockets, in either order. So an abandoned
request is taken to have ended a little before we heard of it (`NEWS_SECONDS`).

A client may also close only its sending half after a request (`write_eof`) and still wait for the
answer. That looks like leaving, but nobody leaves that soon (`HALF_CLOSE_SECONDS`).

Addresses and bodies are random, and nothing in them tells what a page will do. There is no control
path: what is asked for and is no page gets 404 and counts nothing. What several threads read is
written by the server's thread under the lock of `_changed`.
"""

from __future__ import annotations

import contextlib
import enum
import functools
import heapq
import itertools
import secrets
import selectors
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

MAX_HEAD_BYTES = 64 << 10  # No honest client's head comes near; what is above is not buffered.
# Each costs the judge two descriptors, this end and the forwarder's; 1024 is a common allowance.
MAX_CONNECTIONS = 256
MAX_REQUESTS = 20_000  # Suites make some hundred. Each is remembered: a flood must end somewhere.
NEWS_SECONDS = 0.25  # How late the news may be that a client has gone; see above.
# The end of input so soon after a request is a half-close: the client still waits for its answer.
HALF_CLOSE_SECONDS = 0.5
SEND_AGAIN_SECONDS = 0.005  # Where the kernel's buffer is full: only a long body comes to that.
STOP_SECONDS = 5.0  # The thread has only ever to finish one round of its loop.


@dataclass(eq=False, slots=True)
class Page:
    """One address of the server, and what has been asked of it so far."""

    url: str
    status: int
    body: str
    hits: int = 0
    """Requests that have arrived for this page."""
    abandoned_after: tuple[float, ...] = ()
    """For each client that left without the whole answer: real seconds from request to leaving."""


@dataclass(eq=False, slots=True)
class Gate:
    """Where answers wait for each other. Once open, for whatever reason, it stays open."""

    count: int
    patience_seconds: float
    is_open: bool = False
    waiting: list[_Connection] = field(default_factory=list, repr=False)


class _End(enum.Enum):
    SILENCE = "says nothing more"
    CLOSE = "closes"
    RESET = "resets"


# What a page does next: send these bytes, wait so many real seconds, wait at the gate, end badly.
_Step = bytes | float | Gate | _End


@dataclass(eq=False, slots=True)
class _Connection:
    sock: socket.socket
    life: Iterator[None] = field(default_factory=lambda: iter(()))
    inbound: bytearray = field(default_factory=bytearray)
    page: Page | None = None  # what it asks for, as long as that counts
    started: float = 0.0  # when it asked for it, in monotonic seconds
    busy: bool = False  # a request has been taken and its answer is not handed out yet
    last: bool = False  # closes after this answer
    closed: bool = False


class Web:
    """A server on 127.0.0.1 that answers while its `with` block lasts.

    `base_url` is what addresses start with, for clients that reach the server by another one than
    its own (empty: its own). On `refused_url` connecting is refused. Delays are given in seconds of
    the candidate's clock, which runs `speed` times faster than the real one.
    """

    def __init__(self, base_url: str, refused_url: str, speed: float = 1.0) -> None:
        """Takes a port at once, so that `port` is known before the server answers."""
        self.refused_url = refused_url
        self.speed = speed
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=MAX_CONNECTIONS)
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]
        self.base_url = base_url.rstrip("/") or f"http://127.0.0.1:{self.port}"
        self._pages: dict[str, tuple[Page, tuple[_Step, ...]]] = {}
        self._in_flight = 0
        self._changes: list[tuple[float, int]] = []  # of _in_flight: when, and up or down
        self._changed = threading.Condition()
        self._connections: set[_Connection] = set()
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._serial = itertools.count()
        self._selector = selectors.DefaultSelector()
        self._alarm, self._bell = socket.socketpair()
        self._stopping = False
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="suite's web server", daemon=True)

    def page(
        self,
        body: str | None = None,
        *,
        status: int = 200,
        delay_seconds: float = 0.0,
        gate: Gate | None = None,
    ) -> Page:
        """A page that answers after `delay_seconds` with `body` (random if not given), in UTF-8.

        With a `gate`, the head of the answer goes out first and the body waits at the gate.
        """
        text = _random_text() if body is None else body
        head, data = _head(status, len(text.encode())), text.encode()
        # One piece without a gate, so that the whole answer is handed out in one go.
        answer: tuple[_Step, ...] = (head + data,) if gate is None else (head, gate, data)
        return self._register(status, text, (delay_seconds / self.speed, *answer))

    def hangs(self, *, after_head: bool = False) -> Page:
        """A page that never answers, or that falls silent in the middle of its body."""
        return self._unfinished(_End.SILENCE, after_head)

    def breaks(self, *, after_head: bool = False, reset: bool = False) -> Page:
        """A page that closes (or resets) the connection unanswered, or in the midst of its body."""
        return self._unfinished(_End.RESET if reset else _End.CLOSE, after_head)

    def trickles(self, *, pieces: int, every_seconds: float = 1.0) -> Page:
        """A page that gives its head at once and then `pieces` bytes, one every `every_seconds`."""
        text = secrets.token_hex(pieces)[:pieces]
        steps: list[_Step] = [_head(200, pieces)]
        for character in text:
            steps += [every_seconds / self.speed, character.encode()]
        return self._register(200, text, tuple(steps))

    def gate(self, count: int, patience_seconds: float) -> Gate:
        """Opens when `count` answers wait, or `patience_seconds` (real) after the first came."""
        return Gate(count, patience_seconds)

    @property
    def in_flight(self) -> int:
        """Requests neither answered nor abandoned (noted a moment after the client could know)."""
        return self._in_flight

    @property
    def peak(self) -> int:
        """The most requests that have been in flight at once."""
        with self._changed:
            # At one and the same moment ends come first: -1 sorts before 1.
            changes = (change for _, change in sorted(self._changes))
            return max(itertools.accumulate(changes), default=0)

    def quiet(self, patience_seconds: float = 2.0) -> bool:
        """Waits until nothing is in flight, at most so long (real), and says whether it is so."""
        with self._changed:
            return self._changed.wait_for(lambda: self._in_flight == 0, patience_seconds)

    def __enter__(self) -> Web:
        """Begins to answer."""
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Closes every connection and ends the thread; raises if the server had failed."""
        self._stopping = True
        with self._alarm, contextlib.suppress(OSError):  # a thread that broke listens no more
            self._alarm.send(b"!")
        self._thread.join(STOP_SECONDS)
        if self._thread.is_alive():
            raise RuntimeError("The suite's web server does not stop. This is a bug in the grader.")
        if self._failure is not None:
            raise RuntimeError("The suite's web server broke.") from self._failure

    def _register(self, status: int, text: str, script: tuple[_Step, ...]) -> Page:
        path = f"/{secrets.token_hex(12)}"
        page = Page(self.base_url + path, status, text)
        self._pages[path] = (page, script)
        return page

    def _unfinished(self, end: _End, after_head: bool) -> Page:
        text = _random_text()
        begun = _head(200, len(text)) + text[: len(text) // 2].encode()
        return self._register(200, text, (begun, end) if after_head else (end,))

    # From here on everything runs in the server's thread.

    def _run(self) -> None:
        try:
            self._selector.register(self._listener, selectors.EVENT_READ)
            self._selector.register(self._bell, selectors.EVENT_READ)
            while not self._stopping:
                rest = self._timers[0][0] - time.monotonic() if self._timers else None
                for key, _events in self._selector.select(rest):
                    if key.fileobj is self._listener:
                        self._accept()
                    elif key.data is not None and not key.data.closed:
                        self._read(key.data)
                while self._timers and self._timers[0][0] <= time.monotonic():
                    heapq.heappop(self._timers)[2]()
        except BaseException as failure:  # noqa: BLE001 - kept, not swallowed: __exit__ raises it
            self._failure = failure
        finally:
            for connection in tuple(self._connections):
                self._close(connection)
            self._selector.close()
            self._listener.close()
            self._bell.close()

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._serial), action))

    def _accept(self) -> None:
        try:
            sock, _address = self._listener.accept()
        except OSError:  # gone before we looked
            return
        if len(self._connections) >= MAX_CONNECTIONS:
            sock.close()
            return
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = _Connection(sock)
        connection.life = self._converse(connection)
        self._connections.add(connection)
        self._selector.register(sock, selectors.EVENT_READ, connection)

    def _read(self, connection: _Connection) -> None:
        try:
            data = connection.sock.recv(MAX_HEAD_BYTES)
        except BlockingIOError:
            return
        except OSError:
            self._close(connection, gone=True)
            return
        connection.inbound += data
        answer_is_due_for = time.monotonic() - connection.started
        if not data and connection.page and answer_is_due_for < HALF_CLOSE_SECONDS:
            connection.last = True
            self._selector.unregister(connection.sock)
        elif not data:
            self._close(connection, gone=True)
        elif not connection.busy:
            self._resume(connection)
        elif len(connection.inbound) > MAX_HEAD_BYTES:
            self._close(connection)

    def _resume(self, connection: _Connection) -> None:
        if not connection.closed:
            next(connection.life, None)

    def _converse(self, connection: _Connection) -> Iterator[None]:
        while not connection.last:
            while (head := _take_head(connection.inbound)) is None:
                yield
            connection.busy = True
            for step in self._answer(connection, head):
                yield from self._play(connection, step)
            self._end(connection)
            connection.busy = False
        self._close(connection)

    def _answer(self, connection: _Connection, head: bytes) -> tuple[_Step, ...]:
        path, refusal, connection.last = _understand(head)
        if refusal or path not in self._pages or len(self._changes) >= 2 * MAX_REQUESTS:
            return (_head(refusal or 404, 0),)
        page, script = self._pages[path]
        connection.page, connection.started = page, time.monotonic()
        with self._changed:
            self._in_flight += 1
            self._changes.append((connection.started, 1))
            page.hits += 1
        return script

    def _play(self, connection: _Connection, step: _Step) -> Iterator[None]:
        if isinstance(step, bytes):
            yield from self._send(connection, step)
        elif isinstance(step, Gate):
            if not step.is_open:
                self._gather(connection, step)
                yield
        elif isinstance(step, float):
            if step > 0:
                self._later(step, functools.partial(self._resume, connection))
                yield
        else:
            if step is not _End.SILENCE:
                self._close(connection, reset=step is _End.RESET)
            yield  # nothing resumes it

    def _send(self, connection: _Connection, data: bytes) -> Iterator[None]:
        while data:
            try:
                data = data[connection.sock.send(data) :]
            except BlockingIOError:
                self._later(SEND_AGAIN_SECONDS, functools.partial(self._resume, connection))
                yield
            except OSError:
                self._close(connection, gone=True)
                yield  # nothing resumes it

    def _gather(self, connection: _Connection, gate: Gate) -> None:
        if not gate.waiting:
            self._later(gate.patience_seconds, functools.partial(self._open, gate))
        gate.waiting = [*(other for other in gate.waiting if not other.closed), connection]
        if len(gate.waiting) >= gate.count:
            self._later(0.0, functools.partial(self._open, gate))

    def _open(self, gate: Gate) -> None:
        gate.is_open = True
        while gate.waiting:
            self._resume(gate.waiting.pop(0))

    def _end(self, connection: _Connection, *, gone: bool = False) -> None:
        page, connection.page = connection.page, None
        if page is None:
            return
        now = ended = time.monotonic()
        with self._changed:
            if gone:
                ended = max(connection.started + 1e-6, now - NEWS_SECONDS)  # it did count
                page.abandoned_after += (now - connection.started,)
            self._in_flight -= 1
            self._changes.append((ended, -1))
            self._changed.notify_all()

    def _close(self, connection: _Connection, *, gone: bool = False, reset: bool = False) -> None:
        self._end(connection, gone=gone)
        connection.closed = True
        self._connections.discard(connection)
        with contextlib.suppress(KeyError):  # who has closed its sending half is not registered
            self._selector.unregister(connection.sock)
        if reset:
            linger = struct.pack("ii", 1, 0)
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.sock.close()


def _random_text() -> str:
    return secrets.token_hex(20)


def _head(status: int, body_bytes: int) -> bytes:
    return (
        f"HTTP/1.1 {status} {'OK' if status < 400 else 'Error'}\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Length: {body_bytes}\r\n\r\n"
    ).encode()


def _take_head(inbound: bytearray) -> bytes | None:
    """The next request's head, taken from what has come in; None while it is not whole."""
    end = inbound.find(b"\r\n\r\n")
    if end < 0 and len(inbound) <= MAX_HEAD_BYTES:
        return None
    head = bytes(inbound if end < 0 else inbound[:end])
    del inbound[: len(head) + len(b"\r\n\r\n")]
    return head


def _understand(head: bytes) -> tuple[str, int, bool]:
    """The path, the status to refuse the request with (0: none), whether it is the last one."""
    if len(head) > MAX_HEAD_BYTES:
        return "", 431, True
    request_line, *lines = head.decode("latin-1").split("\r\n")
    method, _, target = request_line.partition(" ")
    path, _, version = target.partition(" ")
    if version not in ("HTTP/1.0", "HTTP/1.1"):
        return "", 400, True
    if method != "GET":
        return "", 405, True
    fields = {name.strip(): value for name, _, value in (line.lower().partition(":") for line in lines)}
    if "transfer-encoding" in fields or fields.get("content-length", "0").strip() != "0":
        return "", 400, True  # a body, which nothing here reads
    return path, 0, version == "HTTP/1.0" or "close" in fields.get("connection", "")
