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
