"""The life of a runner: takes work from the queue, renews leases, stores results or gives work back.

The queue only says that there may be work. What counts is the claim: it raises the lease number, and a result
is written only by whoever has the latest. So a runner that was stopped for a while, and replaced, changes
nothing when it goes on.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, TypeVarTuple

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout

from ..database.connected import connections, lasting
from ..database.work import ROLE, Claim, GradingResult, Work
from ..errors import GraderError, InfrastructureError
from ..exercises.exercise import Exercise
from ..records.bundle import Bundle, is_named, kept, unpacked
from .workbench_handle import RunnerPlan, WorkbenchHandle

_LOG = logging.getLogger("grade.runner")
_QUEUE = "grading"
# How long a runner that is told to stop waits for what it grades; the rest it gives back.
_GRACE_SECONDS = 10.0
_AGAIN_SECONDS = 1.0
_SEEN_SECONDS = 10.0
_Result = TypeVar("_Result")
_Values = TypeVarTuple("_Values")
_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, ConnectorException, OSError)


async def take(url: str, plan: RunnerPlan) -> None:
    """Takes work until SIGTERM or SIGINT arrives.

    Raises:
        InfrastructureError: the database cannot be reached at the start.
    """
    name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    if plan.ends_with_input:
        # Nothing is ever written there: what comes is the end of whoever started us.
        asyncio.get_running_loop().add_reader(sys.stdin.fileno(), stopping.set)
    async with connections(url, most=plan.jobs + 2, role=ROLE) as pool:
        work, workbench = Work(pool, name, plan.lease_seconds), WorkbenchHandle(plan)
        _LOG.info("ready", extra={"runner": name, "jobs": plan.jobs})
        beside = [asyncio.create_task(_be_seen(work, plan)), asyncio.create_task(workbench.watch())]
        try:
            await _serve(url, _Runner(work, workbench, plan), plan.jobs, stopping)
        finally:
            for task in beside:
                task.cancel()
            await workbench.close()
            with contextlib.suppress(*_AWAY):
                await work.left()
            _LOG.info("left", extra={"runner": name})


async def _serve(url: str, runner: _Runner, jobs: int, stopping: asyncio.Event) -> None:
    """Runs the queue's worker until `stopping` is set, and again after each loss of the database."""
    until = asyncio.create_task(stopping.wait())
    while not stopping.is_set():
        app = App(
            connector=PsycopgConnector(
                conninfo=lasting(url, options=f"-c role={ROLE}"), min_size=1, max_size=jobs + 3
            )
        )
        app.task(name="grade", queue=_QUEUE)(runner.grade)
        app.task(name="kit", queue=_QUEUE)(runner.kit)
        try:
            async with app.open_async():
                worker = asyncio.create_task(
                    app.run_worker_async(
                        queues=[_QUEUE], concurrency=jobs, delete_jobs="always",
                        install_signal_handlers=False,
                        shutdown_graceful_timeout=_GRACE_SECONDS,
                    )
                )  # fmt: skip
                await asyncio.wait([worker, until], return_when=asyncio.FIRST_COMPLETED)
                worker.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await worker
        except _AWAY as exc:
            _LOG.warning("the database is away", extra={"trouble": type(exc).__name__})
        if not stopping.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(until), _AGAIN_SECONDS)
    until.cancel()


async def _be_seen(work: Work, plan: RunnerPlan) -> None:
    while True:
        with contextlib.suppress(*_AWAY):
            await work.seen(plan.sandbox, plan.jobs)
        await asyncio.sleep(_SEEN_SECONDS)


class _Runner:
    """Carries a grading from its claim to its stored result."""

    def __init__(self, work: Work, workbench: WorkbenchHandle, plan: RunnerPlan) -> None:
        self._work, self._workbench, self._plan = work, workbench, plan

    async def grade(self, grading: int) -> None:
        """Claims and grades a grading, unless somebody else has it."""
        claim = await self._work.claim(grading)
        if claim is None:
            return
        facts = {"grading": claim.grading, "lease": claim.lease, "submission": claim.submission}
        _LOG.info("claimed", extra=facts)
        keeper = asyncio.create_task(self._keep(claim))
        try:
            state = await self._graded(claim)
        except asyncio.CancelledError:
            with contextlib.suppress(*_AWAY):
                await self._work.give_back(claim, "Its runner was told to stop.", None)
            await self._workbench.kill(claim.grading)
            raise
        finally:
            keeper.cancel()
        _LOG.info("ended", extra=facts | {"state": state})

    async def _graded(self, claim: Claim) -> str | None:
        """Grades and stores the result; returns the grading's new state, or None if the lease was lost."""
        try:
            exercise = await self._exercise(claim.digest, claim.slug)
            found = await self._workbench.grade(claim.grading, exercise.folder, claim.parcel)
        except InfrastructureError as exc:
            return await _insist(self._work.give_back, claim, str(exc), None)
        except GraderError as exc:  # the bundle is broken, and nobody else can mend it by trying again
            outcome = GradingResult(b"", None, None, exc.owner.value, str(exc), 0.0)
            return "failed" if await _insist(self._work.finish, claim, outcome) else None
        report = base64.b64decode(found["report"])
        if found["is_ours"]:
            return await _insist(self._work.give_back, claim, found["problem"], report)
        outcome = GradingResult(
            report, found["points"], found["max_points"], found["owner"], found["problem"], found["seconds"]
        )
        written = await _insist(self._work.finish, claim, outcome)
        return ("failed" if outcome.points is None else "done") if written else None

    async def kit(self, digest: str, slug: str) -> None:
        """Makes the kit of an exercise; after a failure of ours, the next request tries again."""
        try:
            exercise = await self._exercise(digest, slug)
            found = await self._workbench.kit(exercise.folder)
        except InfrastructureError as exc:
            _LOG.warning("no kit", extra={"exercise": slug, "trouble": str(exc)})
            return
        except GraderError as exc:
            found = {"kit": "", "problem": str(exc), "is_ours": False}
        if found["is_ours"]:
            _LOG.warning("no kit", extra={"exercise": slug, "trouble": found["problem"]})
            return
        await _insist(self._work.kit, digest, base64.b64decode(found["kit"]) or None, found["problem"])

    async def _exercise(self, digest: str, slug: str) -> Exercise:
        # The queue's rows are every runner's: another one could name any folder of this machine.
        if not is_named(digest, slug):
            raise InfrastructureError("The queue names no exercise.", code="bundle-damaged")
        have = kept(digest, slug, self._plan.cache)
        if have is not None:
            return have
        content = await _insist(self._work.bundle, digest)
        bundle = Bundle(slug, content or b"")
        if bundle.digest != digest:
            raise InfrastructureError(
                "The exercise in the database is damaged.", code="bundle-damaged",
                remedy="Whoever runs the service must put it in again.",
            )  # fmt: skip
        return await asyncio.to_thread(unpacked, bundle, self._plan.cache)

    async def _keep(self, claim: Claim) -> None:
        """Renews the lease regularly; once it is lost, kills the grading."""
        while True:
            await asyncio.sleep(self._plan.lease_seconds / 3)
            with contextlib.suppress(*_AWAY):
                if not await self._work.keep(claim):
                    _LOG.warning("lease lost", extra={"grading": claim.grading, "lease": claim.lease})
                    await self._workbench.kill(claim.grading)
                    return


async def _insist(action: Callable[[*_Values], Coroutine[Any, Any, _Result]], *values: *_Values) -> _Result:
    """Performs `action`, and repeats it while the database is unreachable; returns the result."""
    while True:
        try:
            return await action(*values)
        except _AWAY as exc:
            _LOG.warning("the database is away", extra={"trouble": type(exc).__name__})
            await asyncio.sleep(_AGAIN_SECONDS)
