"""Coroutines that run at the same time as others: contexts, timers, groups, and what a suite passes in."""

import asyncio
import time
import unittest
from unittest import mock

import pytest
from solution import (
    Channel, Countdown, Debounced, Group, Semaphored, as_user, Jobs, chunks, current_name, guarded, merge, notify, produce, retry, run_all, set_user, to_thread, twice, wait_for_event, whoami,
)


class Counter:
    def __init__(self, seconds=0.01):
        self.active = self.peak = self.calls = 0
        self.seconds = seconds

    async def __call__(self, item=None):
        self.calls += 1
        self.active += 1
        self.peak = max(self.peak, self.active)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.active -= 1
        return item


def test_contexts():
    async def go():
        found = await asyncio.gather(*(as_user(name, whoami) for name in "abc"))
        return found, await whoami()

    assert asyncio.run(go()) == (["a", "b", "c"], "nobody")


def test_context_stays_in_task():
    async def go():
        await set_user("eve")
        return await whoami()

    assert asyncio.run(go()) == "eve"


def test_chunks():
    async def source():
        for number in range(5):
            await asyncio.sleep(0)
            yield number

    async def go():
        return [batch async for batch in chunks(source(), 2)]

    assert asyncio.run(go()) == [[0, 1], [2, 3], [4]]


def test_merge():
    async def ticks(name, seconds, count):
        for number in range(count):
            await asyncio.sleep(seconds)
            yield f"{name}{number}"

    async def go():
        return [item async for item in merge(ticks("a", 0.1, 2), ticks("b", 0.16, 2))]

    assert asyncio.run(go()) == ["a0", "b0", "a1", "b1"]


def test_debounced():
    heard = []

    async def hear(value):
        heard.append(value)

    async def go():
        call = Debounced(hear, 0.2)
        for value in range(3):
            call(value)
            await asyncio.sleep(0.005)
        assert heard == []
        await asyncio.sleep(0.5)
        return heard

    assert asyncio.run(go()) == [2]


def test_group_fails_together():
    cancelled = []

    async def fails():
        await asyncio.sleep(0.01)
        raise KeyError("x")

    async def waits():
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    with pytest.raises(ExceptionGroup) as info:
        asyncio.run(Group().all(fails, waits))
    assert [type(each) for each in info.value.exceptions] == [KeyError]
    assert cancelled == [True]


def test_run_all_by_the_solution():
    counter = Counter(0.05)
    assert run_all(counter, counter, counter) == [None] * 3
    assert counter.peak == 3


def test_run_all_order():
    log = []

    def make(name, seconds):
        async def wait():
            log.append(name)
            await asyncio.sleep(seconds)
            log.append(name.upper())
        return wait

    run_all(make("a", 0.2), make("b", 0.05))
    assert log == ["a", "b", "B", "A"]


def test_thread():
    async def go():
        return await asyncio.gather(to_thread(time.sleep, 0.05), to_thread(pow, 2, 5))

    assert asyncio.run(go()) == [None, 32]


def test_current():
    assert asyncio.run(current_name()) is True


def test_countdown():
    async def go():
        count = Countdown(2)
        waiting = asyncio.create_task(count.wait())
        await asyncio.sleep(0)
        count.arrive()
        await asyncio.sleep(0)
        assert not waiting.done()
        count.arrive()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert waiting.done()
        return waiting.result()

    assert asyncio.run(go()) is True


def test_as_completed_order():
    async def go():
        semaphore = Semaphored(9)
        async def nap(seconds):
            await asyncio.sleep(seconds)
            return seconds
        waits = [semaphore.run(lambda s=s: nap(s)) for s in (0.2, 0.02, 0.1)]
        return [await each for each in asyncio.as_completed(waits)]

    assert asyncio.run(go()) == [0.02, 0.1, 0.2]


def test_suite_objects():
    class Session:
        def __init__(self):
            self.log = []

        async def __aenter__(self):
            self.log.append("open")
            return self

        async def __aexit__(self, *exc):
            await asyncio.sleep(0)
            self.log.append("close")

    async def go():
        lock, event = asyncio.Lock(), asyncio.Event()
        session = Session()

        async def use():
            async with session, lock:
                await event.wait()
                return "used"

        task = asyncio.create_task(retry(use))
        await asyncio.sleep(0.01)
        assert lock.locked() and session.log == ["open"]
        event.set()
        return await task, session.log

    assert asyncio.run(go()) == ("used", ["open", "close"])


class TestIsolated(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.channel = Channel()
        self.addAsyncCleanup(self.close)

    async def close(self):
        self.channel.close()

    async def test_both(self):
        getter = asyncio.create_task(self.channel.receive())
        await self.channel.send(3)
        self.assertEqual(await getter, 3)

    async def test_late(self):
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(self.channel.receive(), 0.01)


def test_tickers_side_by_side():
    async def ticker(count):
        return [number async for number in chunks(ticks(count), 1)]

    async def ticks(count):
        for number in range(count):
            await asyncio.sleep(0.01)
            yield number

    async def go():
        return await asyncio.gather(ticker(3), ticker(2))

    assert asyncio.run(go()) == [[[0], [1], [2]], [[0], [1]]]


def test_what_waits_for_the_suite_is_not_done():
    async def go():
        event = asyncio.Event()

        async def wait():
            await event.wait()
            return 1

        task = asyncio.create_task(Group().all(wait, wait))
        await asyncio.sleep(0.01)
        assert not task.done()
        event.set()
        return await task

    assert asyncio.run(go()) == [1, 1]


def test_time_limit_of_the_suite():
    cancelled = []

    async def slow():
        try:
            await asyncio.sleep(10)
        finally:
            cancelled.append(True)

    async def go():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await retry(slow)

    asyncio.run(go())
    assert cancelled == [True]


def test_kind_of_a_handler():
    heard = []
    called = mock.Mock(side_effect=heard.append)
    awaited = mock.AsyncMock(side_effect=heard.append)
    asyncio.run(notify([called, awaited], 5))
    assert heard == [5, 5]
    awaited.assert_awaited_once_with(5)


def test_a_queue_of_the_suite():
    async def go():
        queue = asyncio.Queue(1)
        task = asyncio.create_task(produce(queue, [1, 2]))
        await asyncio.sleep(0.01)
        assert queue.full() and not task.done()
        found = [await queue.get(), await queue.get()]
        await task
        return found

    assert asyncio.run(go()) == [1, 2]


def test_an_event_of_the_suite():
    async def go():
        event = asyncio.Event()
        tasks = [asyncio.create_task(wait_for_event(event, number)) for number in range(3)]
        await asyncio.sleep(0.01)
        assert not any(task.done() for task in tasks)
        event.set()
        return await asyncio.gather(*tasks)

    assert asyncio.run(go()) == [0, 1, 2]


@pytest.mark.parametrize(("kind", "log"), [(1, "aAb"), (2, "abA")])
def test_a_lock_of_the_suite(kind, log):
    async def go():
        found, lock = [], asyncio.Semaphore(kind)
        await asyncio.gather(*(guarded(lock, found, name) for name in "abc"))
        return "".join(found)

    assert asyncio.run(go()).startswith(log)


def test_a_future_of_the_suite():
    async def go():
        future = asyncio.get_running_loop().create_future()
        task = asyncio.ensure_future(twice(future))
        await asyncio.sleep(0)
        assert not task.done()
        future.set_result(21)
        assert await task == await twice(future) == 42
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(twice(asyncio.get_running_loop().create_future()), 0.01)

    asyncio.run(go())


def test_jobs():
    async def good():
        await asyncio.sleep(0.01)
        return 1

    async def bad():
        raise ValueError("x")

    async def go():
        jobs = Jobs()
        jobs.start()
        await produce(jobs.queue, [good, bad])
        await asyncio.wait_for(jobs.queue.join(), 5)
        return jobs.results

    assert asyncio.run(go()) == [1, "ValueError('x')"]
