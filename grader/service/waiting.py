"""Lets many requests wait for the end of gradings at the cost of one connection that listens."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Iterator

import psycopg

from ..database.connected import lasting

_LOG = logging.getLogger("grade.service")
_AGAIN_SECONDS = 1.0
# A connection that is made again wakes everybody; any other loss of a notice delays who waits by no more.
_LOOK_SECONDS = 20.0


class Waiting:
    """Wakes whoever waits for a submission once one of its gradings has ended."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._events: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    async def listen(self) -> None:
        """Listens until it is cancelled, again whenever the database was away."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    lasting(self._url), autocommit=True
                ) as connection:
                    await connection.execute("LISTEN grading_ended")
                    self._wake(*self._events)
                    async for notice in connection.notifies():
                        self._wake(notice.payload)
            except (psycopg.Error, OSError) as exc:
                _LOG.warning("the database is away", extra={"trouble": type(exc).__name__})
            await asyncio.sleep(_AGAIN_SECONDS)

    @contextlib.contextmanager
    def watched(self, submission_id: str) -> Iterator[asyncio.Event]:
        """An event that is set when a grading of that submission has ended; made before it is looked."""
        event = asyncio.Event()
        self._events[submission_id].add(event)
        try:
            yield event
        finally:
            self._events[submission_id].discard(event)
            if not self._events[submission_id]:
                del self._events[submission_id]

    def _wake(self, *names: str) -> None:
        for name in names:
            for event in self._events.get(name, ()):
                event.set()


async def woken(event: asyncio.Event, seconds: float) -> None:
    """Waits for the event, but not longer than `seconds`, nor than a lost notice would matter."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), min(seconds, _LOOK_SECONDS))
    event.clear()
