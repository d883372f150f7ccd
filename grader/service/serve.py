"""Runs a service: prepares the database, serves, and shuts down in order."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import Callable

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..database import access, shelf
from ..database.access import Role
from ..database.connected import connections
from ..database.migrate import migrate
from ..errors import UsageError
from ..exercises.exercise import Exercise
from .app import application
from .state import Service, ServiceSettings

# A connection that says nothing for so long is closed; whoever waits for a result asks again before.
_IDLE_SECONDS = 75
_MOST_CONNECTIONS = 2000
# What else is open: connections to the database, a runner's pipes, files of exercises and of uploads.
_OTHER_FILES = 200
# Whoever takes nothing of an answer for so long has gone, whatever their system says.
_UNREAD_MILLISECONDS = 60_000
_END_SECONDS = 10
# The head of a request is a few hundred bytes.
HEAD_SECONDS = 20.0


async def prepared(url: str, exercises: list[Exercise]) -> str | None:
    """Brings the database and its exercises up to date; returns a token if there is no administrator yet."""
    await migrate(url)
    async with connections(url, most=1) as pool, pool.connection() as connection:
        for exercise in exercises:
            await shelf.put_unknown(connection, exercise)
        if await access.any_admin(connection):
            return None
        return await access.grant(connection, Role.ADMIN, "first")


class _Impatient(H11Protocol):
    """An HTTP protocol that closes a connection if a request's head is not complete in time.

    The guard limits the time for bodies; without this class, clients that open connections and send nothing
    could occupy all of them.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the timer for the first request; closes the connection if there are too many."""
        super().connection_made(transport)
        # The server itself would count them only when a request has come, which a flood need not send.
        if self.limit_concurrency is not None and len(self.connections) > self.limit_concurrency:
            transport.abort()
            return
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Restarts the timer unless a whole head has arrived."""
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the timer."""
        super().connection_lost(exc)
        self._forget()

    def _wait(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._forget()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._close)

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _close(self) -> None:
        self._deadline = None
        if self.conn.their_state is h11.IDLE:
            self.transport.close()


def listening(host: str, port: int) -> socket.socket:
    """Opens the socket on which the service listens.

    Raises:
        UsageError: it cannot be had.
    """
    try:
        door = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=1024
        )
        # An answer is two pieces: else the second waits until the first is acknowledged, which takes 40 ms.
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            door.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNREAD_MILLISECONDS)
        return door
    except (OSError, OverflowError) as exc:
        why = getattr(exc, "strerror", None) or exc
        raise UsageError(
            f"Nothing can listen on {host}:{port} ({why}).", code="listen",
            remedy="Name another address with --listen.",
        ) from exc  # fmt: skip


def serve(settings: ServiceSettings, door: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serves until SIGTERM or SIGINT arrives."""
    asyncio.run(_serve(HttpServer(settings), door, on_ready))


class HttpServer(uvicorn.Server):
    """An HTTP server that at its end answers whoever waits for a result, who else would get status 500."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._service = Service(settings)
        super().__init__(_configured(self._service))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets go of who waits, then waits for the requests under way."""
        self._service.waiting.end()
        await super().shutdown(sockets)


def _configured(service: Service) -> uvicorn.Config:
    return uvicorn.Config(
        application(service), access_log=False, log_config=None, server_header=False, proxy_headers=False,
        timeout_keep_alive=_IDLE_SECONDS, limit_concurrency=_room(), http=_Impatient, ws="none",
        timeout_graceful_shutdown=_END_SECONDS, h11_max_incomplete_event_size=32 << 10,
    )  # fmt: skip


def _room() -> int:
    """How many connections may be open, for which the limit on open files is raised as far as it may be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_CONNECTIONS + _OTHER_FILES
    if not 0 <= soft < wanted:  # below 0 is no limit
        return _MOST_CONNECTIONS
    soft = wanted if hard < 0 else min(hard, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(soft - _OTHER_FILES, 50)


async def _serve(server: uvicorn.Server, door: socket.socket, on_ready: Callable[[], None]) -> None:
    running = asyncio.create_task(server.serve(sockets=[door]))
    while not server.started and not running.done():
        await asyncio.sleep(0.02)
    if server.started:
        on_ready()
    await running
