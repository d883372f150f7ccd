"""The candidate's code cannot find the worker by what Python itself offers, at no moment of a test."""

from __future__ import annotations

import pytest

from .conftest import Verdicts
from .searching import HOOKS, MOMENTS, SEARCHER, VIRTUAL

MOMENTS_SUITE = """
import asyncio
import pytest
import solution

def test_a_call():
    solution.call(1, [solution.call], key={"a": solution.things})
    assert solution.told() == []

def test_what_is_asked_of_what_is_sent():
    solution.asked(True)
    held = solution.odd()
    del held
    solution.asked(False)
    assert solution.told() == []

def test_what_is_asked_of_what_comes():
    kind = solution.Odd  # whose hash is asked for, as the suite names it
    solution.call({odd: 1 for odd in solution.odd()})
    assert solution.told() == []

def test_exceptions():
    with pytest.raises(Exception):
        solution.fail()
    assert solution.told() == []

def test_reads():
    assert isinstance(solution.things, solution.Things)
    len(solution.things), solution.things.name, solution.things[1], 5 in solution.things
    with solution.things:
        pass
    assert list(solution.items()) == [1, 2]
    assert solution.told() == []

def test_a_stream():
    solution.take(iter([1, 2]))
    assert solution.told() == []

async def test_awaiting():
    await solution.awaited()
    assert solution.told() == []

async def waits(number):
    await asyncio.sleep(0.01)

async def test_both_await():
    await solution.suspended(waits)
    assert solution.told() == []

def test_it_awaits_by_itself():
    solution.by_itself(waits)
    assert solution.told() == []

async def test_what_runs_it_is_the_candidates_own():
    await solution.on_its_own_queue(waits)
    assert solution.told() == []

def test_steps_without_a_loop():
    solution.step_by_step(waits)
    assert solution.told() == []

def test_an_expression(sandbox):
    solution.given(sandbox.make("lambda value: value"))
    assert solution.told() == []

def test_the_search_finds_what_there_is():
    assert solution.planted() is True
"""


def assert_all_passed(verdicts: dict[str, str], count: int) -> None:
    assert verdicts == dict.fromkeys(verdicts, "passed")
    assert len(verdicts) == count


def test_it_is_not_found_at_any_moment(verdicts: Verdicts) -> None:
    assert_all_passed(verdicts(MOMENTS_SUITE, SEARCHER + MOMENTS, cpu_seconds=60, wall_seconds=120), 13)


HOOKS_SUITE = """
import pytest
import solution

def given(value):
    if value == "raise":
        raise ValueError("no")
    return value

@pytest.mark.parametrize("name", [
    "callback", "restored", "traced", "monitored", "collected", "audited", "raised", "beside",
])
def test_hooks(name):
    assert getattr(solution, name)(given) == []

@pytest.mark.parametrize("name", ["signalled", "at_the_limit"])
def test_hooks_that_were_called(name):
    assert getattr(solution, name)(given) == (True, [])

def test_a_profile_function_hears_of_all_but_us():
    assert solution.profiled(given) == (True, True, [])
"""


def test_no_hook_finds_it_when_the_suite_is_called_back(verdicts: Verdicts) -> None:
    found = verdicts(HOOKS_SUITE, SEARCHER + HOOKS, cpu_seconds=60, wall_seconds=120, points=11)
    assert_all_passed(found, 11)


def test_what_cannot_be_entered_for_want_of_a_stack_is_not_told_to_hooks_either(verdicts: Verdicts) -> None:
    """Python may crash then, which is the end of that test, and of no other."""
    suite = """
    import solution

    said = []

    def test_beyond_the_limit():
        try:
            solution.beyond_the_limit(lambda *found: said.append(found))
        finally:
            assert set(said) <= {()}

    def test_another():
        assert solution.told() == []
    """
    found = verdicts(suite, SEARCHER + HOOKS, cpu_seconds=60, wall_seconds=120)
    assert found["test_another"] == "passed"
    assert found["test_beyond_the_limit"] in ("passed", "crashed", "failed")


@pytest.mark.matrix
def test_nor_is_the_clock_of_virtual_time(verdicts: Verdicts) -> None:
    suite = """
    import solution

    def test_calls(clock):
        assert solution.calls(clock.stamped(lambda at, number: None, takes_seconds=1)) == []
        assert clock.now >= 3

    def test_waiting(clock):
        clock.advance(5)
        assert solution.waiting() == []
        assert 12 <= clock.now < 12.1

    def test_together(clock):
        clock.together(solution.together, [(1,), (2,)])
        assert solution.told() == []
    """
    assert_all_passed(verdicts(suite, SEARCHER + VIRTUAL, cpu_seconds=60, wall_seconds=120), 3)
