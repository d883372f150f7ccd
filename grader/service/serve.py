"""Runs a service: prepares the database, serves, and ends in order."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import uvicorn

from ..database import access, shelf
from ..database.access import Role
from ..database.connected import connections
from ..database.migrate import migrate
from ..errors import UsageError
from ..exercises.exercise import Exercise
from .app import application
from .state import ServiceSettings

# A connection that says nothing for so long is closed; whoever waits for a result asks again before.
_IDLE_SECONDS = 75
_MOST_CONNECTIONS = 2000
_END_SECONDS = 10


async def prepared(url: str, exercises: list[Exercise]) -> str | None:
    """Brings the database up to date with these exercises; gives the first administrator's token, once."""
    await migrate(url)
    async with connections(url, most=1) as pool, pool.connection() as connection:
        for exercise in exercises:
            await shelf.put(connection, exercise)
        if await access.any_admin(connection):
            return None
        return await access.grant(connection, Role.ADMIN, "first")


def listening(host: str, port: int) -> socket.socket:
    """The socket on which the service is reached.

    Raises:
        UsageError: it cannot be had.
    """
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=1024
        )
    except (OSError, OverflowError) as exc:
        why = getattr(exc, "strerror", None) or exc
        raise UsageError(
            f"Nothing can listen on {host}:{port} ({why}).", code="listen",
            remedy="Name another address with --listen.",
        ) from exc  # fmt: skip


def serve(settings: ServiceSettings, door: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serves until SIGTERM or SIGINT."""
    config = uvicorn.Config(
        application(settings), access_log=False, log_config=None, server_header=False, proxy_headers=False,
        timeout_keep_alive=_IDLE_SECONDS, limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=_END_SECONDS, h11_max_incomplete_event_size=32 << 10,
    )  # fmt: skip
    asyncio.run(_serve(uvicorn.Server(config), door, on_ready))


async def _serve(server: uvicorn.Server, door: socket.socket, on_ready: Callable[[], None]) -> None:
    running = asyncio.create_task(server.serve(sockets=[door]))
    while not server.started and not running.done():
        await asyncio.sleep(0.02)
    if server.started:
        on_ready()
    await running
