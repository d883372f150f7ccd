"""Runs the tests of one grading in several judges and sandboxes at once, for suites whose tests wait.

Portions share nothing, so tests that run at the same time can interact no more than tests of two submissions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Self

from ..judge.assignment import Assignment
from ..judge.events import HOPELESS
from ..judge.handle import ForkServer, JudgeHandle
from ..report import Check, Verdict
from .findings import Findings
from .opening import serve, suites
from .order import Order, Watcher

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

# Verdicts that do not show whether a test would end, when every test of a portion hangs.
_UNDECIDED = (Verdict.TIMEOUT, Verdict.NOT_RUN)

# Has a judge run the tests of its portion in a sandbox of its own, to the end.
RunPortion = Callable[[JudgeHandle, Watcher], Findings]


class Beside:
    """Runs all portions of one grading except the first, which the caller runs."""

    def __init__(self, order: Order, watcher: Watcher) -> None:
        """The `watcher` is also told of the other portions' tests, one at a time."""
        self.portions = _portions(order)
        self._order = order
        self._turn = Lock()
        self._on_check = watcher.on_check
        self._judges: list[JudgeHandle] = []
        self._is_over = False
        self._server: ForkServer | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._all: list[Assignment] = []
        self._perform: RunPortion
        self._futures: list[Future[Findings]] = []

    def __enter__(self) -> Self:
        if self.portions > 1:
            from concurrent.futures import ThreadPoolExecutor  # not above: few exercises need it

            self._server = ForkServer()
            self._pool = ThreadPoolExecutor(self.portions - 1)
        return self

    def __exit__(self, *_: object) -> None:
        # If all went well they have ended; otherwise nobody waits for them any more.
        if self._server is None or self._pool is None:
            return
        self._server.kill()
        with self._turn:
            self._is_over = True
            for judge in self._judges:
                judge.kill()
        self._pool.shutdown(cancel_futures=True)
        self._server.close()

    def watcher(self, watcher: Watcher) -> Watcher:
        """The `watcher` for the first portion, which takes turns with the other portions."""
        return replace(watcher, on_check=self._note) if self.portions > 1 else watcher

    def start(self, assignment: Assignment, run: RunPortion) -> None:
        """Starts the other portions of `assignment`: calls `run` for each in a thread of its own."""
        if self._server is not None:
            serve(self._order.exercise, self._server)
            self._all = [replace(assignment, portion=number) for number in range(self.portions)]
            self._perform = run
            self._futures = [self._submit(own) for own in self._all[1:]]

    def add_to(self, findings: Findings) -> None:
        """Waits for the other portions and adds their results to the `findings` of the first.

        If one portion saw every test hang and another did not, the tests that the first cut short are run in
        full, since the submission does not hang everywhere.

        Raises:
            GraderError: one of them failed, as `grade` raises it.
        """
        found = [findings, *[future.result() for future in self._futures]]
        checks = [check for one in found for check in one.checks.values()]
        if any(check.verdict not in _UNDECIDED for check in checks):
            cut_short = [own for own, one in zip(self._all, found, strict=False) if _was_cut_short(one)]
            again = [self._submit(replace(own, in_full=True)) for own in cut_short]
            found += [future.result() for future in again]
        for one in found[1:]:
            findings.checks |= one.checks
            findings.time_factor = max(findings.time_factor, one.time_factor)

    def _submit(self, assignment: Assignment) -> Future[Findings]:
        assert self._pool is not None
        return self._pool.submit(self._run, assignment)

    def _run(self, assignment: Assignment) -> Findings:
        judge = JudgeHandle(server=self._server)
        with self._turn:
            self._judges.append(judge)
            if self._is_over:
                judge.kill()
        try:
            judge.begin(suites(self._order.exercise), assignment)
            return self._perform(judge, Watcher(on_check=self._note))
        finally:
            judge.close()

    def _note(self, check: Check) -> None:
        with self._turn:
            self._on_check(check)


def _was_cut_short(findings: Findings) -> bool:
    return any(check.remark == HOPELESS for check in findings.checks.values())


def _portions(order: Order) -> int:
    """The number of portions of a grading; 1 if the order forbids spreading or a failure decides the run."""
    if order.visible_only or order.decisive or not order.may_spread:
        return 1
    return order.exercise.side_by_side
