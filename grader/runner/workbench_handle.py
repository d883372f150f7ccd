"""The runner's handle on the process that grades: starts it, sends orders, restarts it when it dies."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InfrastructureError
from .workbench import LENGTH, MOST_BYTES

_LOG = logging.getLogger("grade.runner")
_END_SECONDS = 20.0
# A busy process answers within a second or two; one that hangs would keep its leases for ever.
_LOOK_SECONDS, _HUNG_SECONDS = 10.0, 30.0


@dataclass(frozen=True, slots=True)
class RunnerPlan:
    """The settings of a runner."""

    sandbox: str
    runtime: str | None
    jobs: int
    cache: Path  # where exercises are unpacked
    lease_seconds: float
    ends_with_input: bool = False  # for one that a service has started, and that is not to outlive it


class WorkbenchHandle:
    """A handle on the process that grades; closing it ends the process."""

    def __init__(self, plan: RunnerPlan) -> None:
        self._plan = plan
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._turn = asyncio.Lock()
        self._others = itertools.count(1)  # questions that are no gradings

    async def grade(self, grading: int, exercise: Path, parcel: bytes) -> dict[str, Any]:
        """Grades a submission and returns the result.

        Raises:
            InfrastructureError: the process that grades was lost.
        """
        sealed = base64.b64encode(parcel).decode("ascii")
        return await self._asked({"grading": grading, "exercise": str(exercise), "parcel": sealed})

    async def kit(self, exercise: Path) -> dict[str, Any]:
        """Makes the kit of an exercise; returns it, or the reason why that is impossible.

        Raises:
            InfrastructureError: the process that makes it was lost.
        """
        # Gradings have numbers from 1 on.
        return await self._asked({"grading": -next(self._others), "kit": str(exercise)})

    async def watch(self) -> None:
        """Kills the process when it does not answer, until cancelled; the next order starts another."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            process = self._process
            if process is None or process.returncode is not None:
                continue
            with contextlib.suppress(InfrastructureError):
                try:
                    await asyncio.wait_for(
                        self._asked({"grading": -next(self._others), "ping": True}), _HUNG_SECONDS
                    )
                except TimeoutError:
                    _LOG.warning("the process that grades hangs")
                    with contextlib.suppress(ProcessLookupError):
                        process.kill()

    async def _asked(self, frame: dict[str, Any]) -> dict[str, Any]:
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[frame["grading"]] = answer
        try:
            await self._send(frame)
            return await answer
        finally:
            self._waiting.pop(frame["grading"], None)

    async def kill(self, grading: int) -> None:
        """Kills a grading whose result is no longer wanted."""
        with contextlib.suppress(InfrastructureError):
            await self._send({"kill": grading})

    async def close(self) -> None:
        """Ends the process and everything that it started."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _END_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _send(self, frame: dict[str, Any]) -> None:
        data = json.dumps(frame).encode("ascii")
        async with self._turn:
            process = await self._started()
            assert process.stdin is not None
            try:
                process.stdin.write(LENGTH.pack(len(data)) + data)
                await process.stdin.drain()
            except (OSError, RuntimeError) as exc:
                raise _lost() from exc

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            plan = self._plan
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "grader.runner.workbench", plan.sandbox, plan.runtime or "",
                str(plan.jobs), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                start_new_session=True, env=_environment(),
            )  # fmt: skip
            self._reader = asyncio.create_task(self._read(self._process))
        return self._process

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        """Delivers each answer to its waiter; when the process is lost, all other waiters get an error."""
        assert process.stdout is not None
        with contextlib.suppress(asyncio.IncompleteReadError, OSError, ValueError, KeyError, TypeError):
            while True:
                (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
                if length > MOST_BYTES:
                    break
                frame = json.loads(await process.stdout.readexactly(length))
                answer = self._waiting.get(frame["grading"])
                if answer is not None and not answer.done():
                    answer.set_result(frame)
        with contextlib.suppress(ProcessLookupError):  # whatever it was: nothing more of it can be read
            process.kill()
        await process.wait()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(_lost())


def _environment() -> dict[str, str]:
    """Our environment variables without those of the database, which the grading process must not know."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PG") and name not in ("GRADE_DATABASE", "GRADE_TOKEN")
    }


def _lost() -> InfrastructureError:
    return InfrastructureError(
        "The process that grades was lost.", code="bench-lost", remedy="It is started again automatically."
    )
