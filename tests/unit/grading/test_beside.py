"""Portions of one grading: what one cuts short counts only if nothing in the others came to an end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.errors import InfrastructureError
from grader.grading import beside
from grader.grading.beside import Beside
from grader.grading.findings import Findings
from grader.grading.order import Order, Watcher
from grader.judge.assignment import Assignment
from grader.judge.events import HOPELESS
from grader.report import Check, Verdict
from tests.unit.grading.fakes import SUBMISSION, a_test, exercise

CUT_SHORT = {"remark": HOPELESS}


class FakeServer:
    def kill(self) -> None:
        pass

    close = kill


class FakeJudge:
    """Knows its assignment, by which the test says what it finds."""

    def __init__(self, server: FakeServer) -> None:
        self.is_closed = False

    def begin(self, suites: Any, assignment: Assignment) -> None:
        self.assignment = assignment

    def kill(self) -> None:
        pass

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Order:
    monkeypatch.setattr(beside, "ForkServer", FakeServer)
    monkeypatch.setattr(beside, "JudgeHandle", FakeJudge)
    for name in ("serve", "suites"):
        monkeypatch.setattr(beside, name, lambda *arguments: None)
    return Order(SUBMISSION, replace(exercise(tmp_path, points=3), side_by_side=3), may_spread=True)


def found(name: str, verdict: Verdict, **more: Any) -> Findings:
    return Findings(checks={name: Check(a_test(name), verdict, **more)})


def merged(order: Order, first: Findings, run: Callable[[Assignment], Findings]) -> dict[str, Verdict]:
    with Beside(order, Watcher()) as others:
        assert others.portions == 3
        others.start(Assignment(1, portions=3), lambda judge, watcher: run(judge.assignment))  # type: ignore[attr-defined]
        others.add_to(first)
    return {name: check.verdict for name, check in first.checks.items()}


def test_what_was_cut_short_runs_in_full_where_another_portion_came_to_an_end(order: Order) -> None:
    def run(own: Assignment) -> Findings:
        if own.portion == 2:
            return found("c", Verdict.PASSED)
        if own.in_full:
            return found("ab"[own.portion], Verdict.PASSED)
        return found("b", Verdict.TIMEOUT, **CUT_SHORT)

    first = found("a", Verdict.TIMEOUT, **CUT_SHORT)
    assert merged(order, first, run) == dict.fromkeys("abc", Verdict.PASSED)


def test_who_hangs_in_all_portions_is_not_run_again(order: Order) -> None:
    ran: list[int] = []

    def run(own: Assignment) -> Findings:
        ran.append(own.portion)
        return found("abc"[own.portion], Verdict.TIMEOUT, **CUT_SHORT)

    first = found("a", Verdict.TIMEOUT)
    assert merged(order, first, run) == dict.fromkeys("abc", Verdict.TIMEOUT)
    assert sorted(ran) == [1, 2]


def test_a_portion_that_fails_fails_the_grading(order: Order) -> None:
    def run(own: Assignment) -> Findings:
        raise InfrastructureError("It is gone.", code="sandbox-lost")

    with pytest.raises(InfrastructureError, match="gone"):
        merged(order, found("a", Verdict.PASSED), run)


@pytest.mark.parametrize("order_of", [{"visible_only": True}, {"decisive": ("a",)}, {"may_spread": False}])
def test_there_is_one_portion_where_tests_decide_or_nobody_waits(
    tmp_path: Path, order_of: dict[str, Any]
) -> None:
    order = Order(
        SUBMISSION, replace(exercise(tmp_path, points=3), side_by_side=3), **{"may_spread": True, **order_of}
    )
    with Beside(order, Watcher()) as others:
        assert others.portions == 1
