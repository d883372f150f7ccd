"""Time limits of the suite's own event loop, for what the candidate's code awaits inside."""

from __future__ import annotations

import pytest

from .conftest import Verdicts

SUITE = """
import asyncio

import pytest
from solution import Patient, items, slow


def test_wait_for():
    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(asyncio.wait_for(slow(), 0.05))


def test_timeout():
    async def go():
        async with asyncio.timeout(0.05):
            return await slow()

    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(go())


def test_an_object_that_can_be_awaited():
    async def go():
        return await asyncio.wait_for(Patient(), 0.05)

    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(go())


def test_a_loop_and_a_block():
    async def loop():
        return [item async for item in items()]

    async def block():
        async with Patient() as patient:
            return patient

    for wait in (loop, block):
        with pytest.raises(asyncio.TimeoutError):
            asyncio.run(asyncio.wait_for(wait(), 0.05))


def test_in_time():
    async def go():
        found = [item async for item in items()]
        async with Patient() as patient:
            return found, patient, await asyncio.gather(slow(), slow()), await Patient()

    assert asyncio.run(asyncio.wait_for(go(), 60)) == ([1], 2, [1, 1], 1)


def test_what_is_raised_late_is_too_late():
    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(asyncio.wait_for(slow(KeyError("key")), 0.05))
    with pytest.raises(KeyError, match="key"):
        asyncio.run(asyncio.wait_for(slow(KeyError("key")), 60))


def test_step_by_step():
    steps = slow()
    with pytest.raises(StopIteration) as end:
        steps.send(None)
    assert end.value.value == 1
    with pytest.raises(RuntimeError):
        steps.send(None)
"""
SOURCE = """
import asyncio

async def slow(exc=None):
    {wait}
    if exc is not None:
        raise exc
    return 1

async def items():
    yield await slow()

class Patient:
    def __await__(self):
        return slow().__await__()

    async def __aenter__(self):
        return 1 + await slow()

    async def __aexit__(self, *args):
        pass
"""


@pytest.mark.parametrize("wait", ["await asyncio.sleep(0.3)", "pass"], ids=["late", "at once"])
def test_they_count(verdicts: Verdicts, wait: str) -> None:
    found = verdicts(SUITE, SOURCE.format(wait=wait))
    in_any_case = {"test_in_time": "passed", "test_step_by_step": "passed"}
    assert found == {**dict.fromkeys(found, "failed" if wait == "pass" else "passed"), **in_any_case}
    assert len(found) == 7


TASKS = """
import asyncio

from solution import Debouncer, Ticker, in_loop


async def test_a_task_goes_on_while_the_test_sleeps():
    ticker = Ticker(0.02)
    ticker.start()
    await asyncio.sleep(0.11)
    assert 3 <= ticker.ticks <= 5
    ticker.stop()
    await asyncio.sleep(0)
    before = ticker.ticks
    await asyncio.sleep(0.05)
    assert ticker.ticks == before


async def test_a_timer_of_the_loop():
    got = []
    debounced = Debouncer(0.05, got.append)
    debounced(1)
    debounced(2)
    assert got == []
    await asyncio.sleep(0.15)
    assert got == [2]


def test_there_is_a_loop_where_one_runs():
    async def inside():
        return in_loop()

    assert asyncio.run(inside()) and not in_loop()


async def test_the_suites_own_tasks_go_on_too():
    log = []

    async def own():
        log.append(1)

    task = asyncio.create_task(own())
    await asyncio.sleep(0.01)
    assert log == [1] and task.done() and in_loop()
"""
STARTS = """
import asyncio

class Ticker:
    def __init__(self, every): self.every, self.ticks = every, 0
    def start(self): self.task = asyncio.create_task(self.run())
    def stop(self): self.task.cancel()
    async def run(self):
        while True:
            await asyncio.sleep(self.every)
            self.ticks += 1

class Debouncer:
    def __init__(self, wait, function): self.wait, self.function, self.timer = wait, function, None
    def __call__(self, *arguments):
        if self.timer: self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(self.wait, self.function, *arguments)

def in_loop():
    try: asyncio.get_running_loop()
    except RuntimeError: return False
    return True
"""


def test_tasks_that_are_started_by_a_plain_call(verdicts: Verdicts) -> None:
    assert set(verdicts(TASKS, STARTS).values()) == {"passed"}
    never = verdicts(TASKS, STARTS.replace("self.ticks += 1", "pass"))
    assert [name for name, verdict in never.items() if verdict != "passed"] == [
        "test_a_task_goes_on_while_the_test_sleeps"
    ]


DECIDED = """
import asyncio

import pytest
from solution import by_itself, swallows


async def decides():
    await asyncio.sleep(0.01)
    pytest.fail("no")


def test_with_a_loop_of_the_suite():
    assert asyncio.run(swallows(decides)) == 1


def test_without():
    assert by_itself(decides) == 1


def test_nothing_is_decided():
    async def waits():
        await asyncio.sleep(0)

    assert by_itself(waits) == asyncio.run(swallows(waits)) == 1
"""
SWALLOWS = """
import asyncio

async def swallows(function):
    try:
        await function()
    except BaseException:
        pass
    return 1

def by_itself(function):
    return asyncio.run(swallows(function))
"""


def test_what_the_suite_decides_while_it_is_awaited_ends_the_test(verdicts: Verdicts) -> None:
    assert verdicts(DECIDED, SWALLOWS) == {
        "test_with_a_loop_of_the_suite": "failed",
        "test_without": "failed",
        "test_nothing_is_decided": "passed",
    }


TESTS_OF_ONE_LOOP = """
import asyncio
import gc

from solution import later, never

LOOP = asyncio.new_event_loop()


async def own():
    await asyncio.sleep(0.01)
    return 5


def test_one():
    assert LOOP.run_until_complete(later(own)) == 5
    LOOP.create_task(later(never))
    LOOP.run_until_complete(asyncio.sleep(0.01))


def test_two():
    assert LOOP.run_until_complete(later(own)) == 5


def test_a_loop_that_nobody_closes():
    asyncio.new_event_loop().run_until_complete(later(own))

    async def go():
        task = asyncio.create_task(later(own))
        await asyncio.sleep(0)
        gc.collect()
        return await task

    assert asyncio.run(go()) == 5
"""
LATER = """
import asyncio

async def later(function):
    await asyncio.sleep(0.01)
    return await function()

async def never():
    await asyncio.get_running_loop().create_future()
"""


def test_a_loop_of_several_tests_goes_by_turns_in_each_of_them(verdicts: Verdicts) -> None:
    found = verdicts(TESTS_OF_ONE_LOOP, LATER)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 3


AFTER_THE_LIMIT = """
import asyncio
import gc

from solution import answer, forever, held


async def test_a_limit():
    asyncio.create_task(forever())
    async with held:
        await forever()


async def test_after_it():
    gc.collect()
    for _ in range(20):
        assert await answer() == 1
        gc.collect()
"""
FOREVER = """
import asyncio

async def answer(): return 1

async def forever():
    while True:
        await asyncio.sleep(0)

class Held:
    async def __aenter__(self): pass
    async def __aexit__(self, *args): await asyncio.sleep(0)

held = Held()
"""


def test_what_a_test_leaves_at_its_limit_asks_for_nothing_in_the_next_ones_name(verdicts: Verdicts) -> None:
    found = verdicts(AFTER_THE_LIMIT, FOREVER, cpu_seconds=1)
    assert found == {"test_a_limit": "timeout", "test_after_it": "passed"}
