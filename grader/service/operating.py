"""HTTP endpoints for monitoring: liveness, readiness, and metrics."""

from __future__ import annotations

import asyncio

import psycopg
from fastapi import APIRouter, Response
from psycopg_pool import PoolTimeout

from ..database import listings
from ..database.listings import Load
from ..version import __version__
from .dependencies import Here

router = APIRouter(include_in_schema=False)
_ANSWER_SECONDS = 3.0


@router.get("/healthz")
async def alive() -> Response:
    """Whether the process responds."""
    return Response("alive\n", media_type="text/plain")


@router.get("/readyz")
async def ready(here: Here) -> Response:
    """Whether the service can take submissions, for which the database must respond."""
    try:
        async with asyncio.timeout(_ANSWER_SECONDS), here.connections().connection() as connection:
            await connection.execute("SELECT 1")
    except (psycopg.Error, PoolTimeout, OSError, TimeoutError):
        return Response("the database does not answer\n", 503, media_type="text/plain")
    return Response("ready\n", media_type="text/plain")


@router.get("/metrics")
async def metrics(here: Here) -> Response:
    """Figures in the text format of Prometheus; numbers only, no names."""
    async with here.for_strangers().connection() as connection:
        found = await listings.load(connection)
    return Response(written(found), media_type="text/plain; version=0.0.4; charset=utf-8")


def written(found: Load) -> str:
    """Formats the figures as Prometheus reads them."""
    lines: list[str] = []

    def tell(name: str, kind: str, about: str, *values: tuple[str, float]) -> None:
        lines.extend((f"# HELP grade_{name} {about}", f"# TYPE grade_{name} {kind}"))
        lines.extend(f"grade_{name}{labels} {value:g}" for labels, value in values)

    tell("queued", "gauge", "Gradings that wait.", ("", found.queued))
    tell("running", "gauge", "Gradings in a runner's hands.", ("", found.running))
    tell("oldest_seconds", "gauge", "For how long the oldest waits.", ("", found.oldest_seconds))
    tell("runners", "gauge", "Runners that are there.", ("", found.runners))
    tell("outbox", "gauge", "Messages to webhooks that have not arrived.", ("", found.outbox))
    tell(
        "gradings_total", "counter", "Gradings that ended, and whose fault it is where there is no score.",
        *((f'{{state="{state}",owner="{owner}"}}', count) for state, owner, count in found.ended),
    )  # fmt: skip
    tell(
        "seconds_total", "counter", "Seconds of all gradings, by phase.",
        ('{phase="waiting"}', found.waited_seconds), ('{phase="grading"}', found.seconds),
    )  # fmt: skip
    tell("version_info", "gauge", "The version that runs.", (f'{{version="{__version__}"}}', 1))
    return "\n".join(lines) + "\n"
