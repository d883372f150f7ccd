"""Upgrades a database to the schema that this version needs; several processes may do it at once."""

from __future__ import annotations

from importlib import resources
from typing import LiteralString

import psycopg
from procrastinate.schema import SchemaManager
from psycopg.conninfo import conninfo_to_dict

from ..errors import InfrastructureError, UsageError

# Any number, the same in all versions: who holds this lock migrates.
_LOCK = 7_305_118_311
_OLDEST = 15


async def migrate(url: str) -> int:
    """Applies the missing schema steps; returns the schema's version.

    Raises:
        UsageError: the address is not valid, or it is no database for us: too old, of another encoding, made
            by a newer version; or its user may not make a role.
        InfrastructureError: it cannot be reached, or refuses.
    """
    steps = _steps()
    check_url(url)
    try:
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            _check(connection)
            await connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
            at = await _number(connection)
            if at > len(steps):
                raise UsageError(
                    "The database was made by a newer version of this program.", code="newer-database",
                    remedy="Install that version.",
                )  # fmt: skip
            for number, step in enumerate(steps[at:], at + 1):
                async with connection.transaction():
                    await connection.execute(step)
                    await connection.execute("UPDATE schema_number SET number = %s", (number,))
    except psycopg.errors.InsufficientPrivilege as exc:
        raise UsageError(
            f"The database's user may not make what is needed ({_first_line(exc)}).", code="database-rights",
            remedy="It needs CREATEROLE; or its administrator runs: CREATE ROLE grade_runner NOLOGIN",
        ) from exc  # fmt: skip
    except psycopg.Error as exc:
        raise unreachable(exc) from exc
    return len(steps)


def check_url(url: str) -> None:
    """Raises UsageError if `url` cannot be that of a database, without a word of it: it holds a password."""
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise UsageError(
            "The address of the database is not valid.", code="database-address",
            remedy="Say it as postgresql://USER:PASSWORD@HOST/NAME.",
        ) from None  # fmt: skip


def unreachable(exc: Exception) -> InfrastructureError:
    """The error for a database that does not answer properly."""
    return InfrastructureError(
        f"The database does not answer ({_first_line(exc)}).", code="database",
        remedy="Check that PostgreSQL runs and that --database is right.",
    )  # fmt: skip


def _first_line(exc: Exception) -> str:
    return str(exc).strip().partition("\n")[0] or type(exc).__name__


def _check(connection: psycopg.AsyncConnection) -> None:
    """Raises UsageError if PostgreSQL is too old or the database cannot keep every text."""
    version = connection.info.server_version // 10_000
    if version < _OLDEST:
        raise UsageError(
            f"The database is PostgreSQL {version}, and {_OLDEST} is the oldest that does.",
            code="old-database", remedy="Take a newer one.",
        )  # fmt: skip
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise UsageError(
            f"The database keeps texts in {encoding}, which has no place for every character.",
            code="encoding", remedy="Make one: createdb --encoding UTF8 --template template0 NAME",
        )  # fmt: skip


async def _number(connection: psycopg.AsyncConnection) -> int:
    await connection.execute("CREATE TABLE IF NOT EXISTS schema_number (number integer NOT NULL)")
    found = await (await connection.execute("SELECT number FROM schema_number")).fetchone()
    if found is None:
        await connection.execute("INSERT INTO schema_number VALUES (0)")
    return int(found[0]) if found else 0


def _steps() -> list[LiteralString]:
    """The SQL of each schema step: first the queue library's, then ours sorted by name."""
    files = sorted(resources.files(__package__).joinpath("schema").iterdir(), key=lambda one: one.name)
    ours: list[LiteralString] = [one.read_text("utf-8") for one in files if one.name.endswith(".sql")]
    return [SchemaManager.get_schema(), *ours]
