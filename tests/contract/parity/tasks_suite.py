"""More tests that await, after those of `async_suite`: groups, threads, contexts, tasks of the solution."""

import asyncio
import functools
import time
import unittest
from unittest import mock

import pytest
from solution import (
    Channel, Countdown, Group, Jobs, REQUEST, by_thread, called_with, chunks, current_name, guarded, heard,
    in_request, named, notify, produce, request, retry, run_all, set_request, spawn, to_thread, twice,
    wait_for_event,
)


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
        async def nap(seconds):
            await asyncio.sleep(seconds)
            return seconds
        waits = [retry(functools.partial(nap, seconds)) for seconds in (0.2, 0.02, 0.1)]
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


def test_context_is_that_of_whoever_makes_the_task():
    async def go():
        tasks = []
        for name in "abc":
            REQUEST.set(name)
            tasks.append(asyncio.create_task(request()))
        await set_request("d")
        return await asyncio.gather(*tasks, request())

    assert asyncio.run(go()) == ["a", "b", "c", "d"]


def test_context_of_a_task_is_its_own():
    async def one(name):
        await set_request(name)
        await asyncio.sleep(0)
        return await request()

    async def go():
        return await asyncio.gather(*map(one, "abc")), await request()

    assert asyncio.run(go()) == (["a", "b", "c"], None)


def test_context_of_whoever_awaits_the_suite():
    seen = []

    async def handle():
        seen.append(REQUEST.get())
        await asyncio.sleep(0.001)
        seen.append(REQUEST.get())

    async def go():
        await asyncio.gather(in_request("a", handle), in_request("b", handle))

    asyncio.run(go())
    assert seen == ["a", "b", "a", "b"]


def test_a_call_of_the_suite_changes_the_context():
    async def handle():
        REQUEST.set("changed")

    assert asyncio.run(in_request("a", handle)) == "changed"


@pytest.mark.parametrize("how", [asyncio.wait_for, asyncio.gather, asyncio.shield])
def test_a_task_of_the_solution(how):
    async def go():
        task = spawn(0.01, 5)
        assert not task.done()
        found = await (how(task, 5) if how is asyncio.wait_for else how(task))
        return found, task.done()

    assert asyncio.run(go()) == ([5] if how is asyncio.gather else 5, True)


def test_a_task_of_the_solution_in_too_little_time():
    async def go():
        task = spawn(5, 5)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(task, 0.2)
        return task.cancelled()

    assert asyncio.run(go())


def test_tasks_of_the_solution_as_they_come():
    async def go():
        tasks = [spawn(0.2, "a"), spawn(0.01, "b")]
        assert not any(task.done() for task in tasks)  # of those that are, any may come first
        return [await each for each in asyncio.as_completed(tasks)]

    assert asyncio.run(go()) == ["b", "a"]


def test_a_thread_brings_it():
    async def go():
        return await asyncio.wait_for(by_thread("x"), 5)

    assert asyncio.run(go()) == "x"


def test_a_thread_calls_the_suite():
    async def go():
        event = asyncio.Event()
        called_with(event.set)
        await asyncio.wait_for(event.wait(), 5)

    asyncio.run(go())


def test_a_file_brings_it():
    got = []

    async def go():
        with heard(got.append):
            for _ in range(100):
                await asyncio.sleep(0.01)
                if got:
                    break

    asyncio.run(go())
    assert got == [b"x"]


def test_order_of_both():
    log = []

    async def own(name):
        log.append(name)
        await asyncio.sleep(0)
        log.append(name.upper())

    async def go():
        tasks = retry(functools.partial(own, "a")), own("b"), retry(functools.partial(own, "c"))
        await asyncio.gather(*tasks)

    asyncio.run(go())
    assert "".join(log) == "abcABC"


def test_a_block_changes_the_context_of_its_task():
    async def one(name):
        with named(name):
            await asyncio.sleep(0)
            found = await request()
        return found, await request()

    async def go():
        return await asyncio.gather(one("a"), one("b"))

    assert asyncio.run(go()) == [("a", None), ("b", None)]
