"""HTTP endpoints for monitoring: liveness, readiness, and metrics."""

from __future__ import annotations

import asyncio

import psycopg
from fastapi import APIRouter, Response
from psycopg_pool import PoolTimeout

from ..database import listings
from ..database.listings import EndedCount, Load
from ..version import __version__
from .dependencies import Here

router = APIRouter(include_in_schema=False)
_ANSWER_SECONDS = 3.0
# Anybody may ask, and the more gradings there have been, the longer it takes to count them.
_READY_SECONDS, _METRICS_SECONDS = 1.0, 10.0


@router.get("/healthz")
async def alive() -> Response:
    """Whether the process responds."""
    return Response("alive\n", media_type="text/plain")


@router.get("/readyz")
async def ready(here: Here) -> Response:
    """Whether the service can take submissions, for which the database must respond."""

    async def asked() -> bool:
        try:
            async with asyncio.timeout(_ANSWER_SECONDS), here.connections().connection() as connection:
                await connection.execute("SELECT 1")
        except (psycopg.Error, PoolTimeout, OSError, TimeoutError):
            return False
        return True

    if await here.recent.found("ready", asked, _READY_SECONDS):
        return Response("ready\n", media_type="text/plain")
    return Response("the database does not answer\n", 503, media_type="text/plain")


@router.get("/metrics")
async def metrics(here: Here) -> Response:
    """Figures in the text format of Prometheus; numbers only, no names."""

    async def measured() -> str:
        async with here.connections().connection() as connection:
            return written(await listings.load(connection), await listings.ended(connection))

    text = await here.recent.found("metrics", measured, _METRICS_SECONDS)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def written(found: Load, ended: list[EndedCount]) -> str:
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
        *((f'{{state="{each.state}",owner="{each.owner}"}}', each.count) for each in ended),
    )  # fmt: skip
    tell(
        "seconds_total", "counter", "Seconds of all gradings, by phase.",
        ('{phase="waiting"}', sum(each.waited for each in ended)),
        ('{phase="grading"}', sum(each.seconds for each in ended)),
    )  # fmt: skip
    tell("version_info", "gauge", "The version that runs.", (f'{{version="{__version__}"}}', 1))
    return "\n".join(lines) + "\n"
