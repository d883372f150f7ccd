"""The tests of a submission are dealt out to several judges: each test to one, and all in one order."""

from __future__ import annotations

from collections import Counter

import pytest

from grader.judge.assignment import Assignment
from grader.judge.declared import Declared
from grader.judge.inside.portions import announcement, portion
from grader.judge.inside.shuffle import needs, ordered
from grader.report import Visibility

SHOWN = [Declared(f"visible/test_it.py::v{n}", "", visibility=Visibility.VISIBLE) for n in range(2)]
HIDDEN = [Declared(f"hidden/test_it.py::h{n}", "", visibility=Visibility.HIDDEN) for n in range(9)]
TIED = [
    Declared("hidden/test_it.py::first", "", visibility=Visibility.HIDDEN),
    Declared("hidden/test_it.py::then", "", requires=("first",), visibility=Visibility.HIDDEN),
]
TESTS = [*SHOWN, *HIDDEN, *TIED]


def portions(count: int, seed: int = 3) -> list[list[str]]:
    required = needs(TESTS)
    return [portion(TESTS, required, Assignment(seed, portion=n, portions=count)) for n in range(count)]


@pytest.mark.parametrize("count", range(1, 9))
def test_each_test_runs_once_and_in_the_order_of_all(count: int) -> None:
    order = ordered(TESTS, needs(TESTS), 3)
    found = portions(count)
    assert Counter(name for own in found for name in own) == Counter(order)
    for own in found:
        assert own == [name for name in order if name in own]


def test_what_is_shown_or_tied_to_another_test_is_the_first_judges() -> None:
    first, *others = portions(4)
    assert {test.id for test in [*SHOWN, *TIED]} < set(first)
    # Nine are free, and the first has enough to do already.
    assert [len(own) for own in others] == [3, 2, 2]


def test_the_grader_is_told_of_all_tests_and_of_those_that_run_elsewhere() -> None:
    own = [HIDDEN[0].id]
    told = announcement(TESTS, own, left_out=2)
    assert [test.id for test in told.tests] == [test.id for test in TESTS]
    assert (set(told.elsewhere), told.left_out) == ({test.id for test in TESTS} - set(own), 2)
