"""Connections to the database, in a pool that survives restarts of the database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from ..errors import UsageError
from .migrate import check_url, unreachable

Connection = psycopg.AsyncConnection[DictRow]
Connections = AsyncConnectionPool[Connection]
# A database that is being restarted is back by then; whoever waits is told otherwise.
_PATIENCE_SECONDS = 30.0


def lasting(url: str, **more: str) -> str:
    """The connection string with time-outs added, so that a lost network is noticed within half a minute.

    Raises:
        UsageError: it is not valid.
    """
    check_url(url)
    return make_conninfo(
        url, connect_timeout=10, keepalives_idle=10, keepalives_interval=5, keepalives_count=3,
        tcp_user_timeout=20_000, **more,
    )  # fmt: skip


@asynccontextmanager
async def transaction(url: str) -> AsyncIterator[Connection]:
    """Opens one connection and a transaction, for a command that somebody waits for.

    Raises:
        UsageError: no service has been started on that database.
        InfrastructureError: it cannot be reached; said at once, and why.
    """
    try:
        connection = await Connection.connect(lasting(url), autocommit=True, row_factory=dict_row)
    except psycopg.Error as exc:
        raise unreachable(exc) from exc
    try:
        async with connection, connection.transaction():
            yield connection
    except psycopg.errors.UndefinedTable as exc:
        raise UsageError(
            "There is no service in this database.", code="no-schema",
            remedy="Check --database, or make one there: grade server-admin migrate",
        ) from exc  # fmt: skip


@asynccontextmanager
async def connections(
    url: str, *, most: int = 10, most_waiting: int = 0, role: str | None = None
) -> AsyncIterator[Connections]:
    """Opens a pool of connections; `role` limits them to that database role's rights.

    Where `most_waiting` wait for one already, the next gets psycopg_pool.TooManyRequests; 0 bounds nothing.

    Raises:
        InfrastructureError: the database cannot be reached.
    """
    options = f"-c role={role}" if role else ""
    pool: Connections = AsyncConnectionPool(
        lasting(url, options=options),
        kwargs={"row_factory": dict_row, "autocommit": True},
        min_size=1, max_size=most, max_waiting=most_waiting,
        timeout=_PATIENCE_SECONDS, reconnect_timeout=_PATIENCE_SECONDS,  # pauses double, and begin anew then
        check=AsyncConnectionPool.check_connection, open=False,
    )  # fmt: skip
    try:
        await pool.open(wait=True, timeout=_PATIENCE_SECONDS)
    except Exception as exc:
        await pool.close()
        raise unreachable(exc) from exc
    try:
        yield pool
    finally:
        await pool.close()


async def one(connection: Connection, query: Any, *values: Any) -> DictRow | None:
    """The first row of the result of `query`; None if it is empty."""
    return await (await connection.execute(query, values)).fetchone()


async def rows(connection: Connection, query: Any, *values: Any) -> list[DictRow]:
    """All rows of the result of `query`."""
    return await (await connection.execute(query, values)).fetchall()
