"""The process in which a runner grades: receives orders, returns reports, has no access to the database.

It is separate from the process that keeps the leases, so that a busy interpreter loses none of them, and so
that nothing else is affected by what a grading does to its process. A frame is a JSON object after its length
in four bytes.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import struct
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from ..authoring.kit import packed_kit
from ..errors import GraderError, InfrastructureError, Owner
from ..exercises.environment import Environment
from ..exercises.manifest import load
from ..exercises.visible_code import visible_code
from ..grading.blame import failed_by
from ..grading.grade import grade
from ..grading.many import Judges
from ..grading.order import Order
from ..judge.handle import JudgeHandle
from ..records.encoded import encoded
from ..records.parcel import opened, unsealed
from ..report import Report
from ..sandboxes.base import SandboxProvider
from ..sandboxes.registry import for_many
from ..submissions.fitting import fitted

LENGTH = struct.Struct(">I")
# A sealed parcel at its largest, and a report with all that tests may print.
MOST_BYTES = 512 << 20


class _Workbench:
    """Grades orders, several at once, with judges and sandboxes forked from shared servers."""

    def __init__(self, sandbox: str, runtime: str | None, answer: Callable[[dict[str, Any]], None]) -> None:
        self._sandbox, self._runtime, self._answer = sandbox, runtime, answer
        self._judges = Judges()
        self._providers: dict[Environment | None, SandboxProvider] = {}
        self._closing = contextlib.ExitStack()
        self._turn = threading.Lock()
        self._running: dict[int, JudgeHandle] = {}

    def grade(self, order: dict[str, Any]) -> None:
        """Grades one order and sends the result."""
        number, began = order["grading"], time.monotonic()
        report = self._graded(number, Path(order["exercise"]), base64.b64decode(order["parcel"]))
        score, problem = report.score, report.problem
        self._answer(
            {
                "grading": number,
                "report": base64.b64encode(encoded(report)).decode("ascii"),
                "points": score.points if score else None,
                "max_points": score.max_points if score else None,
                "owner": problem.owner.value if problem else None,
                "problem": f"{problem.message} {problem.remedy}".strip() if problem else None,
                "seconds": time.monotonic() - began,
                "is_ours": bool(problem and problem.owner is Owner.INFRASTRUCTURE),
            }
        )

    def kit(self, order: dict[str, Any]) -> None:
        """Makes the kit of an exercise and sends it, or the reason why that is impossible."""
        made, why, is_ours = b"", None, False
        try:
            made = packed_kit(load(Path(order["kit"])))
        except GraderError as exc:
            why, is_ours = str(exc), exc.owner is Owner.INFRASTRUCTURE
        except Exception as exc:  # noqa: BLE001 - as above
            why, is_ours = f"The kit could not be made ({type(exc).__name__}: {exc}).", True
        content = base64.b64encode(made).decode("ascii")
        self._answer({"grading": order["grading"], "kit": content, "problem": why, "is_ours": is_ours})

    def kill(self, number: int) -> None:
        """Kills a grading whose result is no longer wanted."""
        with self._turn:
            if number in self._running:
                self._running[number].kill()

    def close(self) -> None:
        """Ends everything that was started."""
        with self._turn:
            for judge in self._running.values():
                judge.kill()
        self._judges.close()
        self._closing.close()

    def _graded(self, number: int, folder: Path, parcel: bytes) -> Report:
        order = None
        try:
            exercise = load(folder)
            submission = opened(unsealed(parcel))
            order = Order(submission, exercise)
            order = replace(order, submission=fitted(submission, exercise))
            judge = self._judges.judge(exercise)
            with self._turn:
                self._running[number] = judge
            try:
                report = grade(order, lambda: self._provider(exercise.environment), judge)
            finally:
                with self._turn:
                    del self._running[number]
            return replace(report, visible_code=visible_code(folder))
        except GraderError as exc:
            return failed_by(exc, order)
        except Exception as exc:  # noqa: BLE001 - a fault of ours with this one must not cost the others
            error = InfrastructureError(
                f"The grader failed ({type(exc).__name__}: {exc}).", code="grader-failed",
                remedy="This is a fault of ours, not of the submission.",
            )  # fmt: skip
            return failed_by(error, order)

    def _provider(self, environment: Environment | None) -> SandboxProvider:
        with self._turn:
            if environment not in self._providers:
                self._providers[environment] = self._closing.enter_context(
                    for_many(self._sandbox, self._runtime, environment)
                )
            return self._providers[environment]


def main(sandbox: str, runtime: str | None, jobs: int) -> None:
    """Serves requests until standard input ends."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what else is printed belongs into no frame
    turn = threading.Lock()

    def answer(frame: dict[str, Any]) -> None:
        data = json.dumps(frame).encode("ascii")
        with turn, contextlib.suppress(OSError):  # nobody waits for it any more
            sink.write(LENGTH.pack(len(data)) + data)
            sink.flush()

    bench = _Workbench(sandbox, runtime, answer)
    pool = ThreadPoolExecutor(jobs)
    try:
        while (frame := _frame(source)) is not None:
            if "kill" in frame:
                bench.kill(frame["kill"])
            elif "ping" in frame:
                answer({"grading": frame["grading"]})
            else:
                pool.submit(bench.kit if "kit" in frame else bench.grade, frame)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        bench.close()
        pool.shutdown()


def _frame(source: BinaryIO) -> dict[str, Any] | None:
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = source.read(length)
    if len(data) < length:
        return None
    frame: dict[str, Any] = json.loads(data)
    return frame


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] or None, int(sys.argv[3]))
