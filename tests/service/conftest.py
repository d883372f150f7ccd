"""A real PostgreSQL for the tests of the service, and the service itself as others reach it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("procrastinate", reason="the extra `server` is not installed")

import httpx
import psycopg

from grader.database import access, shelf
from grader.database.access import Role
from grader.database.connected import connections
from grader.database.embedded import Embedded, embedded
from grader.database.migrate import migrate
from grader.exercises.exercise import Exercise
from grader.service.callers import Rate
from grader.service.serve import HttpServer
from grader.service.state import ServiceSettings
from tests import real

PROJECT = Path(__file__).resolve().parents[2]
SUITE = '''
"""Secret words: the suite of tests."""
from solution import f

def test_one():
    """gives one"""
    assert f() == 1, "the-hidden-message"

def test_two():
    """gives it twice"""
    assert f() == 1
'''
GOOD, BAD = "def f():\n    return 1\n", "def f():\n    return 2\n"
SLOW = "import time\ndef f():\n    time.sleep(3)\n    return 1\n"
# Debian's, where it is installed; the wheel's is there in any case.
PROGRAMS = {"wheel": None, "debian": Path("/usr/lib/postgresql/15/bin")}


@pytest.fixture(scope="session", autouse=True)
def _temporary_files() -> Iterator[None]:
    """Puts temporary files where others can look; tests of attacks have put them where nobody can."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", "/var/tmp")
        patch.setattr(tempfile, "tempdir", None)
        yield


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """A folder that the user of a PostgreSQL started by root can reach, as pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="grade-test-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Embedded]:
    """One server for all tests; each has a database of its own in it."""
    with place() as folder, embedded(folder / "postgresql") as server:
        yield server


@contextlib.contextmanager
def fresh_database(server: Embedded) -> Iterator[str]:
    """The URL of a database with our schema, dropped at the end."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = server.url.replace("dbname=postgres", f"dbname={name}")
    asyncio.run(migrate(url))
    try:
        yield url
    finally:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(postgresql: Embedded) -> Iterator[str]:
    with fresh_database(postgresql) as url:
        yield url


@dataclass
class Running:
    """A service that answers, and its database."""

    url: str
    database: str
    place: Path
    tokens: dict[str, str] = field(default_factory=dict)
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self, role: str | None = "admin", **options: Any) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        client = httpx.Client(
            base_url=f"{self.url}/api/v1", headers=headers, timeout=60, verify=False, **options
        )
        self.clients.append(client)
        return client

    def invited(self, **more: Any) -> dict[str, Any]:
        """An invitation to the exercise tiny."""
        form = {"exercise": "tiny", "candidate": "Ada", **more}
        answer = self.client().post("/invitations", json=form)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def overdue(self, minutes: float, **more: Any) -> dict[str, Any]:
        """An invitation whose deadline was so many minutes ago, as nobody can make one."""
        made = self.invited(deadline="2130-01-01T00:00:00Z", **more)
        deadline = datetime.now(UTC) - timedelta(minutes=minutes)
        self.rows("UPDATE invitations SET deadline = %s WHERE id = %s RETURNING id", deadline, made["id"])
        return made

    def of(self, token: str) -> httpx.Client:
        self.tokens[token] = token
        return self.client(token)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database, autocommit=True) as connection:
            return connection.execute(query, values).fetchall()


def hand_in(client: httpx.Client, source: str = GOOD, **more: Any) -> dict[str, Any]:
    answer = client.post("/submissions", json={"exercise": "tiny", "source": source, **more})
    assert answer.status_code == 202, answer.text
    receipt: dict[str, Any] = answer.json()
    return receipt


def until(what: Callable[[], Any], seconds: float = 60.0) -> Any:
    """What `what` gives once that is true; a test that waits in vain fails."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = what()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError("waited in vain")


async def _furnish(url: str, exercise: Exercise) -> dict[str, str]:
    async with connections(url, most=1) as pool, pool.connection() as connection:
        await shelf.put(connection, exercise)
        return {
            role.value: await access.grant(connection, role, role.value)
            for role in Role
            if role is not Role.CANDIDATE
        }


@contextlib.contextmanager
def serving(database: str, folder: Path, **settings: Any) -> Iterator[Running]:
    """A service in a thread of this process."""
    exercise = folder / "exercises" / "tiny"
    if not exercise.exists():
        real.tiny_exercise(exercise, SUITE)
        (exercise / "README.md").write_text("# Tiny\n\nDefine `f`, which gives <1>.\n")
        (exercise / "starter.py").write_text("def f(): ...\n")
    from grader.exercises.manifest import load

    tokens = asyncio.run(_furnish(database, load(exercise)))
    door = __import__("socket").create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{door.getsockname()[1]}"
    settings = {"rate": Rate(1e6, 1e6), "public_url": url} | settings
    server = HttpServer(ServiceSettings(database, folder / "bundles", **settings))
    server.config.timeout_graceful_shutdown = 2
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    try:
        until(lambda: server.started or not thread.is_alive())
        running = Running(url, database, folder, tokens)
        yield running
    finally:
        for client in running.clients:
            client.close()
        server.should_exit = True
        thread.join()
        door.close()


@pytest.fixture(scope="session")
def shared(postgresql: Embedded) -> Iterator[Running]:
    """A service that tests share: to start one takes longer than most of them."""
    with place() as folder, fresh_database(postgresql) as database, serving(database, folder) as running:
        yield running


@pytest.fixture
def service(shared: Running) -> Running:
    """A service with nothing handed in and nobody invited."""
    with psycopg.connect(shared.database) as connection:
        for table in ("submissions", "invitations", "webhooks", "runners", "procrastinate_jobs"):
            connection.execute(f"DELETE FROM {table}")
    shared.tokens = {name: token for name, token in shared.tokens.items() if name in tuple(Role)}
    for path in shared.place.glob("runner-*.log"):
        path.unlink()
    return shared


@contextlib.contextmanager
def runner(
    database: str, folder: Path, *, jobs: int = 2, lease: float = 30, within: tuple[str, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """A runner in processes of its own, as `grade runner` starts it; `within` is a command that runs it."""
    real.sandbox_or_skip("bubblewrap")
    environment = os.environ | {
        "GRADE_DATABASE": database, "GRADE_CACHE": str(real.cache(folder)), "PYTHONPATH": str(PROJECT),
    }  # fmt: skip
    with open(folder / f"runner-{secrets.token_hex(3)}.log", "wb") as log:
        process = subprocess.Popen(
            [*within, sys.executable, "-P", "-m", "grader", "runner", "--sandbox", "bubblewrap",
             "--jobs", str(jobs), "--lease", str(lease)],
            env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
