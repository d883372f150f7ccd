"""Lets many requests wait for gradings to end while only one database connection listens."""

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
    """Wakes requests that wait for a submission when one of its gradings ends."""

    is_over = False  # whether the service ends, so that nobody is kept waiting any longer

    def __init__(self, url: str) -> None:
        self._url = url
        self._events: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    async def listen(self) -> None:
        """Listens for notifications until cancelled; reconnects whenever the database was away."""
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
        """An event that is set when a grading of the submission ends; to be created before looking."""
        event = asyncio.Event()
        self._events[submission_id].add(event)
        try:
            yield event
        finally:
            self._events[submission_id].discard(event)
            if not self._events[submission_id]:
                del self._events[submission_id]

    def end(self) -> None:
        """Lets go of everybody who waits: they are answered with what is known now, and ask again."""
        self.is_over = True
        self._wake(*self._events)

    def _wake(self, *names: str) -> None:
        for name in names:
            for event in self._events.get(name, ()):
                event.set()


async def woken(event: asyncio.Event, seconds: float) -> None:
    """Waits for the event, at most `seconds` and no longer than until the next look at the database."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), min(seconds, _LOOK_SECONDS))
    event.clear()
