"""What every door of a service needs: settings, connections, exercises, and who waits."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg_pool import PoolTimeout

from ..database import shelf
from ..database.connected import Connections, rows
from ..database.work import MOST_TRIES
from ..errors import UsageError
from ..exercises.exercise import Exercise
from ..records.bundle import kept, unpacked
from .guard import Rate
from .waiting import Waiting

_LOG = logging.getLogger("grade.service")
_SWEEP_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What a service is told when it is started."""

    url: str  # of the database
    cache: Path  # where exercises are unpacked
    public_url: str = "http://127.0.0.1:8000"  # in links and for browsers; https makes cookies secure
    rate: Rate = field(default_factory=Rate)
    allow_private: bool = False  # whether webhooks may go to addresses of private networks

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by https."""
        return self.public_url.startswith("https://")


class Service:
    """What every door needs: connections, exercises, and who waits."""

    def __init__(self, settings: ServiceSettings) -> None:
        self.settings = settings
        self.waiting = Waiting(settings.url)
        self.pool: Connections | None = None

    def connections(self) -> Connections:
        """The pool, which is there while the application runs."""
        assert self.pool is not None
        return self.pool

    async def exercise(self, digest: str) -> Exercise:
        """The exercise of that digest, unpacked here for what its manifest and texts say."""
        have = await asyncio.to_thread(_kept, digest, self.settings.cache)
        if have is not None:
            return have
        async with self.connections().connection() as connection:
            bundle = await shelf.bundle(connection, digest)
        if bundle is None:
            raise UsageError("There is no such exercise.", code="unknown-exercise")
        return await asyncio.to_thread(unpacked, bundle, self.settings.cache)

    async def sweep(self) -> None:
        """Gives back the work of runners that were lost, again and again until it is cancelled."""
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
