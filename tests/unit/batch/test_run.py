"""When a batch gives up: on a machine that fails again and again, at any width; never on a submission."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

import pytest

from grader.batch.found import Entry
from grader.batch.run import Done, Stopped, _keep
from grader.errors import ExitCode, Owner
from grader.report import Problem

ENGINE = Problem(Owner.INFRASTRUCTURE, "no-engine", "The engine is gone.")
CRASHES = [
    Problem(Owner.INFRASTRUCTURE, code, "It crashed.")
    for code in ("judge-died", "judge-failed", "judge-stuck", "sandbox-lost", "grader-failed")
]
BROKEN = Problem(Owner.AUTHOR, "broken-suite", "The suite is broken.")
UNREAD = Problem(Owner.CANDIDATE, "empty", "It is empty.")
WIDTHS = (1, 4, 5, 32)


class FakePool:
    full = False

    def __init__(self, width: int) -> None:
        self.width = self.most = width


class FakeStore:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def append(self, lines: list[str]) -> None:
        self.lines += lines


class FakeGraders:
    """Ends submissions as `problems` say; `width` are begun ahead, and come to their end."""

    def __init__(self, problems: list[Problem | None], width: int, ours: Problem | None = None) -> None:
        self._problems = iter(problems)
        self._width = width
        self._ours = ours
        self.asked = 0
        self._begun: list[Problem | None] = []
        self._left: list[Entry] | None = None
        self._begin()

    def _begin(self) -> None:
        if self._left is None:
            self._begun += islice(self._problems, self._width - len(self._begun))

    def found(self, patience_seconds: float) -> list[Done]:
        problem = self._begun.pop(0)
        self._begin()
        return [Done(json.dumps(problem and problem.code), problem)]

    def leave_the_rest(self) -> list[Entry]:
        self._left = [Entry(f"c{number}", "") for number, _ in enumerate(self._problems)]
        return self._left

    def trouble_with_ours(self) -> Problem | None:
        self.asked += 1
        return self._ours


def kept(problems: list[Problem | None], width: int, ours: Problem | None = None) -> Iterator[object]:
    """How many were written, then the reason why the rest was left, if it was, and how many that are."""
    store, graders = FakeStore(), FakeGraders(problems, width, ours)
    try:
        _keep(graders, FakePool(width), len(problems), store, lambda done: None)  # type: ignore[arg-type]
        yield from (len(store.lines), None, 0)
    except Stopped as exc:
        yield from (len(store.lines), exc, len(exc.left))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_dead_engine_ends_a_batch_at_any_width_and_what_was_begun_is_written(width: int) -> None:
    written, reason, left = kept([ENGINE] * 5000, width)
    assert isinstance(reason, Stopped)
    failed = max(8, 2 * width)
    assert (written, left) == (failed + width, 5000 - failed - width)
    assert (reason.owner, reason.exit_code) == (Owner.INFRASTRUCTURE, ExitCode.INFRASTRUCTURE)
    assert f"The last {failed} submissions" in str(reason)


@pytest.mark.parametrize("width", WIDTHS)
def test_whoever_is_graded_meanwhile_shows_that_the_machine_works(width: int) -> None:
    problems: list[Problem | None] = ([ENGINE] * (max(8, 2 * width) - 1) + [None]) * 20
    assert tuple(kept(problems, width)) == (len(problems), None, 0)


@pytest.mark.parametrize("width", WIDTHS)
def test_who_is_rejected_unread_shows_nothing(width: int) -> None:
    _, reason, _ = kept([ENGINE, UNREAD] * 2000, width)
    assert isinstance(reason, Stopped)
    assert tuple(kept([UNREAD] * 100, width)) == (100, None, 0)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("problem", [*CRASHES, BROKEN], ids=lambda problem: problem.code)
def test_submissions_that_break_something_end_no_batch(problem: Problem, width: int) -> None:
    problems: list[Problem | None] = [*[problem] * 500, *[None] * 20]
    assert tuple(kept(problems, width, ours=None)) == (520, None, 0)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("problem", [*CRASHES, BROKEN], ids=lambda problem: problem.code)
def test_what_fails_with_a_submission_of_ours_too_is_not_theirs(problem: Problem, width: int) -> None:
    _, reason, left = kept([problem] * 500, width, ours=problem)
    assert isinstance(reason, Stopped)
    assert (reason.owner, left > 300) == (problem.owner, True)


def test_a_machine_that_fails_in_several_ways_is_noticed_too() -> None:
    _, reason, _ = kept([CRASHES[0], ENGINE] * 500, 4, ours=ENGINE)
    assert isinstance(reason, Stopped)


def test_one_of_ours_is_tried_no_more_often_than_enough_have_failed() -> None:
    graders = FakeGraders([CRASHES[0]] * 80, 4)
    _keep(graders, FakePool(4), 80, FakeStore(), lambda done: None)  # type: ignore[arg-type]
    assert graders.asked == 9  # not for the last eight, after which there is nothing to be left


def test_where_nobody_is_left_it_is_no_end_before_time() -> None:
    assert tuple(kept([ENGINE] * 12, 4)) == (12, None, 0)
