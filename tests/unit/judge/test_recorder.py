"""Functions that remember how they were called."""

from __future__ import annotations

import pytest

from grader.judge.fixtures.recorder import Recorder


def test_a_spy_does_what_its_function_does_and_remembers_each_call() -> None:
    spy = Recorder()(lambda x, y=0: 2 * x + y)
    assert (spy(3), spy(1, y=5)) == (6, 7)
    assert spy.calls == [((3,), {}), ((1,), {"y": 5})]
    assert spy.count == 2


def test_a_call_counts_that_raises() -> None:
    def fail() -> None:
        raise ValueError("no")

    spy = Recorder()(fail)
    with pytest.raises(ValueError, match="no"):
        spy()
    assert (spy.count, spy.__name__) == (1, "fail")


def test_without_a_function_it_gives_none_and_takes_anything() -> None:
    spy = Recorder()()
    assert spy(1, key=2) is None
    assert spy.calls == [((1,), {"key": 2})]


def test_the_order_of_calls_is_kept_across_spies() -> None:
    recorder = Recorder()
    first, second = recorder(), recorder()
    for spy in (first, second, first):
        spy()
    assert recorder.order == [first, second, first]
