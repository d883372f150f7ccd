"""The state that all endpoints share: settings, connections, exercises, and waiting requests."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg_pool import PoolTimeout

from ..database import shelf
from ..database.connected import Connections, connections, rows
from ..database.work import MOST_TRIES
from ..errors import UsageError
from ..exercises.exercise import Exercise
from ..records.bundle import kept, unpacked
from .callers import Rate
from .recent import Recent
from .waiting import Waiting

_LOG = logging.getLogger("grade.service")
_SWEEP_SECONDS = 2.0
_MOST_CONNECTIONS = 20
# Looking up a token that nobody has takes a millisecond; whoever finds so many before is told to come again.
_OF_STRANGERS, _MOST_STRANGERS = 3, 60


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """The settings with which a service is started."""

    url: str  # of the database
    cache: Path  # where exercises are unpacked
    public_url: str = "http://127.0.0.1:8000"  # in links and for browsers; https makes cookies secure
    rate: Rate = field(default_factory=Rate)
    allow_private: bool = False  # whether webhooks may go to addresses of private networks

    @property
    def is_secure(self) -> bool:
        """Whether browsers connect by https."""
        return self.public_url.startswith("https://")


class Service:
    """The state that all endpoints share: connections, exercises, and waiting requests."""

    def __init__(self, settings: ServiceSettings) -> None:
        self.settings = settings
        self.waiting = Waiting(settings.url)
        self.recent = Recent()
        self._pool: Connections | None = None
        self._strangers: Connections | None = None

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Opens the connections to the database, and closes them at the end."""
        url = self.settings.url
        async with (
            connections(url, most=_MOST_CONNECTIONS) as self._pool,
            connections(url, most=_OF_STRANGERS, most_waiting=_MOST_STRANGERS) as self._strangers,
        ):
            yield

    def connections(self) -> Connections:
        """The pool of connections, which exists while the application runs."""
        assert self._pool is not None
        return self._pool

    def for_strangers(self) -> Connections:
        """The few connections for those who have shown no valid token; they hold up nobody else."""
        assert self._strangers is not None
        return self._strangers

    async def exercise(self, digest: str) -> Exercise:
        """The exercise with that digest, unpacked here to read its manifest and texts."""
        have = await asyncio.to_thread(_kept, digest, self.settings.cache)
        if have is not None:
            return have
        async with self.connections().connection() as connection:
            bundle = await shelf.bundle(connection, digest)
        if bundle is None:
            raise UsageError("There is no such exercise.", code="unknown-exercise")
        return await asyncio.to_thread(unpacked, bundle, self.settings.cache)

    async def sweep(self) -> None:
        """Requeues the work of lost runners, repeatedly until cancelled."""
        while True:
            try:
                async with self.connections().connection() as connection:
                    for row in await rows(connection, "SELECT * FROM sweep(%s)", MOST_TRIES):
                        _LOG.warning("given back", extra={"grading": row["id"], "state": row["state"]})
            except (psycopg.Error, PoolTimeout, OSError) as exc:
                _LOG.warning("nothing was swept", extra={"trouble": repr(exc)})
            await asyncio.sleep(_SWEEP_SECONDS)


def _kept(digest: str, cache: Path) -> Exercise | None:
    folders = [one.name for one in (cache / digest).glob("*")] if (cache / digest).is_dir() else []
    return kept(digest, folders[0], cache) if folders else None
