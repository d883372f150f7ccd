"""A database is upgraded to the schema only if it is one that does."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from grader.database import migrate as migrating
from grader.database.connected import connections, transaction
from grader.database.embedded import Embedded, embedded
from grader.database.migrate import migrate
from grader.database.work import ROLE, Work
from grader.errors import InfrastructureError, UsageError
from tests import command

from .conftest import PROGRAMS, place


@pytest.fixture
def ascii_only(postgresql: Embedded) -> Iterator[str]:
    """A database as `initdb` makes it where no locale is set."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgresql.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING SQL_ASCII LOCALE 'C' TEMPLATE template0")
        yield postgresql.url.replace("dbname=postgres", f"dbname={name}")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty(postgresql: Embedded) -> Iterator[str]:
    """A database without a schema."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgresql.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield postgresql.url.replace("dbname=postgres", f"dbname={name}")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_database_that_cannot_keep_every_text_is_refused(ascii_only: str) -> None:
    with pytest.raises(UsageError, match="keeps texts in SQL_ASCII") as caught:
        asyncio.run(migrate(ascii_only))
    assert "createdb --encoding UTF8" in caught.value.remedy
    with psycopg.connect(ascii_only) as connection:
        assert connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone() == (0,)


def test_one_of_a_newer_version_is_left_alone(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE schema_number SET number = number + 1")
    with pytest.raises(UsageError, match="made by a newer version"):
        asyncio.run(migrate(database))


def test_upgrading_twice_changes_nothing(database: str) -> None:
    assert asyncio.run(migrate(database)) == asyncio.run(migrate(database))


def test_what_runs_while_the_schema_is_upgraded_is_graded_all_the_same(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = migrating._steps()
    with monkeypatch.context() as patch:
        patch.setattr(migrating, "_steps", lambda: steps[:4])
        assert asyncio.run(migrate(empty)) == 4
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO bundles (digest, slug, title, version, summary, most_bytes, content) "
            "VALUES ('d', 'tiny', '', '', '', 1, '')"
        )
        connection.execute("INSERT INTO exercises (slug, digest) VALUES ('tiny', 'd')")
        connection.execute("INSERT INTO tokens (sha256, role, label) VALUES ('', 'admin', 'me')")
        connection.execute(
            "INSERT INTO submissions "
            "(token_id, slug, digest, name, parcel, sha256, size, received_at, attempt) "
            "SELECT id, 'tiny', 'd', '', '', '', 1, now(), 1 FROM tokens"
        )
        connection.execute(
            "INSERT INTO gradings (submission_id, digest, state, lease, lease_until, problem, tries) "
            "SELECT id, 'd', state, 1, until, repeat('x', n), 1 FROM submissions, (VALUES "
            "('running', now() + interval '1 hour', 1), ('running', now() - interval '1 hour', 30000), "
            "('queued', NULL, 30000)) AS v (state, until, n)"
        )
        asyncio.run(migrate(empty))
        assert connection.execute("SELECT runner_keep(1, 1, 30)").fetchone() == (True,)
        connection.execute("SELECT * FROM sweep(3)")
        found = connection.execute("SELECT lease FROM runner_claim(3, 'r', 30)").fetchone()
        assert found is not None
        assert found[0] > 1
        came = '{"points": 1, "max_points": 1}'
        assert connection.execute("SELECT runner_finish(1, 1, %s, '')", (came,)).fetchone() == (True,)


@pytest.mark.parametrize("made_by", list(PROGRAMS))
def test_an_owner_without_all_rights_can_make_the_schema_and_have_runners(made_by: str) -> None:
    programs = PROGRAMS[made_by]
    if programs is not None and not programs.is_dir():
        pytest.skip("this PostgreSQL is not installed")
    with place() as folder, embedded(folder / "postgresql", programs) as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE ROLE plain LOGIN PASSWORD 'p'")
            connection.execute("CREATE DATABASE plain OWNER plain")
        kept = [part for part in server.url.split() if part.startswith("host=")]
        url = " ".join((*kept, "user=plain password=p dbname=plain"))
        with pytest.raises(UsageError, match="permission denied") as caught:
            asyncio.run(migrate(url))
        assert "CREATE ROLE grade_runner" in caught.value.remedy
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("ALTER ROLE plain CREATEROLE")
        asyncio.run(migrate(url))

        async def seen() -> None:
            async with connections(url, most=1, role=ROLE) as pool:
                await Work(pool, "one").seen("bubblewrap", 1)

        asyncio.run(seen())
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT name FROM runners").fetchall() == [("one",)]


@pytest.mark.parametrize(
    "arguments",
    [("serve", "--listen", "127.0.0.1:0"), ("runner",), ("server-admin", "token", "admin", "a")],
)
def test_what_is_no_address_of_a_database_is_said_without_its_password(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    done = command.run(
        *arguments, cwd=tmp_path, folder=tmp_path, env={"GRADE_DATABASE": "mysql://a:the-password@b/c"}
    )
    assert (done.code, done.out) == (2, "")
    assert "The address of the database is not valid" in done.err
    assert "the-password" not in done.err


def test_a_command_says_at_once_why_it_has_no_service(postgresql: Embedded) -> None:
    name = f"test_{secrets.token_hex(6)}"
    there = postgresql.url.replace("dbname=postgres", f"dbname={name}")

    async def look() -> None:
        async with transaction(there) as connection:
            await connection.execute("SELECT * FROM tokens")

    began = time.monotonic()
    with pytest.raises(InfrastructureError, match="does not exist"):
        asyncio.run(look())
    assert time.monotonic() - began < 10
    with psycopg.connect(postgresql.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            with pytest.raises(UsageError, match="There is no service in this database"):
                asyncio.run(look())
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
