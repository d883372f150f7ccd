"""Tests of one submission in several sandboxes at a time come to what they come to one after the other."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from grader.errors import ExerciseError
from grader.grading.grade import grade as grade_order
from grader.grading.order import Order, Watcher
from grader.judge.events import HOPELESS
from grader.judge.handle import JudgeHandle
from grader.report import Check, Verdict
from grader.sandboxes.base import Launch, Sandbox, SandboxProvider
from grader.submissions.submission import Submission
from tests import real

from .conftest import Grade

SUITE = """
    import pytest
    from solution import answer

    @pytest.mark.parametrize("number", range(7))
    def test_it(number):
        assert answer(number) == number

    @pytest.mark.visible
    def test_shown():
        assert answer(0) == 0

    @pytest.mark.requires("test_shown")
    def test_tied():
        assert answer(1) == 1
"""


class Counting:
    """A provider that knows how many of its sandboxes were open at the same time."""

    def __init__(self, provider: SandboxProvider) -> None:
        self._provider = provider
        self._turn = threading.Lock()
        self.opened = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._provider, name)

    def open(self, launch: Launch) -> Sandbox:
        with self._turn:
            self.opened += 1
        return self._provider.open(launch)


def alike(check: Check) -> tuple[object, ...]:
    return check.test, check.verdict, check.message, check.remark, check.output


@pytest.mark.parametrize(
    "source",
    [
        "def answer(number):\n    return number",
        "def answer(number):\n    print(number)\n    return number % 3",
        "import os\ndef answer(number):\n    return number if number % 2 else os._exit(3)",
        "answer = 1 +",
    ],
)
def test_a_report_is_as_one_after_the_other(grade: Grade, sandbox: SandboxProvider, source: str) -> None:
    counting = Counting(sandbox)
    one = grade(SUITE, source, points=9)
    several = grade(SUITE, source, inside=counting, points=9, side_by_side=3)  # type: ignore[arg-type]
    assert counting.opened == 3
    assert list(map(alike, several.checks)) == list(map(alike, one.checks))
    assert several.score == one.score


def test_more_portions_than_tests_is_no_fault(grade: Grade) -> None:
    report = grade(
        "def test_it():\n    from solution import f\n    assert f() == 1", "f = lambda: 1", side_by_side=8
    )
    assert [check.verdict for check in report.checks] == [Verdict.PASSED]


@pytest.mark.matrix
def test_what_hangs_in_some_tests_loses_no_point_in_the_others(grade: Grade) -> None:
    source = """
        import time
        def answer(number):
            time.sleep({0: 1000, 2: 1.0, 4: 1000}.get(number, 0.9))
            return number
    """
    suite = SUITE.partition("    @pytest.mark.visible")[0].replace("range(7)", "range(6)")
    report = grade(suite, source, points=6, cpu_seconds=1, wall_seconds=3, side_by_side=3)
    found = {name[-2]: verdict for name, verdict in real.verdicts(report).items()}
    assert found == {str(n): "timeout" if n in (0, 4) else "passed" for n in range(6)}
    assert HOPELESS not in [check.remark for check in report.checks]


def test_a_fault_of_the_author_is_told_and_nothing_is_left_running(grade: Grade) -> None:
    before = threading.active_count()
    with pytest.raises(ExerciseError):
        grade(
            "import solution\ndef test_a():\n    pass\ndef test_b():\n    undefined",
            "",
            points=2,
            side_by_side=2,
        )
    assert threading.active_count() == before


def test_who_stops_watching_ends_all_of_it(tmp_path: Path, sandbox: SandboxProvider) -> None:
    class Enough(Exception):
        pass

    def stop(check: Check) -> None:
        raise Enough

    exercise = real.tiny_exercise(tmp_path / "exercise", SUITE, points=9, side_by_side=3, wall_seconds=60)
    source = b"import time\ndef answer(number):\n    time.sleep(30 * (number > 1))\n    return number"
    order = Order(Submission("solution.py", source), exercise, seed=1, may_spread=True)
    began, before = time.monotonic(), threading.active_count()
    with pytest.raises(Enough):
        grade_order(order, lambda: sandbox, JudgeHandle(), Watcher(on_check=stop))
    assert threading.active_count() == before
    assert time.monotonic() - began < 25  # which one of the tests would have slept
