"""Tests that await: limits, channels, locks, retries, workers, timers, contexts."""

import asyncio
import time
from unittest import mock

import pytest
from solution import (
    Group,
    Bus, Channel, Cleaner, Debounced, Heart, Pool, ReadWriteLock, Semaphored, as_user, cached, chunks,
    first, heard, merge, produce, retry, set_user, stubborn, whoami, with_timeout,
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


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_limit(limit):
    counter = Counter()

    async def go():
        return await Semaphored(limit).map(counter, range(7))

    assert asyncio.run(go()) == list(range(7))
    assert counter.peak == limit and counter.calls == 7


def test_limit_by_gather_in_the_suite():
    counter = Counter()

    async def go():
        gate = Semaphored(2)
        await asyncio.gather(*(gate.run(counter) for _ in range(6)))

    asyncio.run(go())
    assert counter.peak == 2


def test_channel_backpressure():
    async def go():
        channel, sent = Channel(1), []

        async def produce():
            for number in range(3):
                await channel.send(number)
                sent.append(number)

        task = asyncio.create_task(produce())
        await asyncio.sleep(0.01)
        assert sent == [0]
        assert await channel.receive() == 0
        await asyncio.sleep(0.01)
        assert sent == [0, 1]
        assert [await channel.receive(), await channel.receive()] == [1, 2]
        await task
        assert sent == [0, 1, 2]

    asyncio.run(go())


def test_channel_iteration():
    async def go():
        channel = Channel()
        for number in range(3):
            await channel.send(number)
        channel.close()
        return [item async for item in channel]

    assert asyncio.run(go()) == [0, 1, 2]


def test_receive_waits():
    async def go():
        channel = Channel()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(channel.receive(), 0.02)
        waiting = asyncio.ensure_future(channel.receive())
        await asyncio.sleep(0)
        assert not waiting.done()
        await channel.send("x")
        assert await waiting == "x"

    asyncio.run(go())


def test_readers_share():
    async def go():
        lock, log = ReadWriteLock(), []

        async def read(name):
            async with lock.reading():
                log.append(f"+{name}")
                await asyncio.sleep(0.01)
                log.append(f"-{name}")

        async def write():
            async with lock.write():
                log.append("+w")
                await asyncio.sleep(0.01)
                log.append("-w")

        await asyncio.gather(read("a"), read("b"), write())
        return log

    assert asyncio.run(go()) == ["+a", "+b", "-a", "-b", "+w", "-w"]


def test_writer_blocks_readers():
    async def go():
        lock = ReadWriteLock()
        async with lock.write():
            with pytest.raises(asyncio.TimeoutError):
                async with asyncio.timeout(0.02):
                    async with lock.reading():
                        pass
        async with lock.reading() as held:
            return held is lock, lock.readers

    assert asyncio.run(go()) == (True, 1)


def test_cached_once():
    counter = Counter()

    async def go():
        get = cached(counter)
        return await asyncio.gather(*(get("a") for _ in range(5)), get("b"))

    assert asyncio.run(go()) == ["a"] * 5 + ["b"]
    assert counter.calls == 2


def test_cached_asyncmock():
    fetch = mock.AsyncMock(return_value=7)

    async def go():
        get = cached(fetch)
        return await get(1), await get(1), await get(2)

    assert asyncio.run(go()) == (7, 7, 7)
    assert fetch.await_args_list == [mock.call(1), mock.call(2)]
    assert fetch.await_count == 2


def test_retry_delays():
    fetch = mock.AsyncMock(side_effect=[ConnectionError(), ConnectionError(), "ok"])
    with mock.patch("asyncio.sleep", new=mock.AsyncMock()) as sleep:
        assert asyncio.run(retry(fetch)) == "ok"
    assert [call.args[0] for call in sleep.await_args_list] == [0.01, 0.02]


def test_retry_gives_up():
    fetch = mock.AsyncMock(side_effect=ConnectionError("gone"))
    with pytest.raises(ConnectionError, match="gone"):
        asyncio.run(retry(fetch, 2))
    assert fetch.await_count == 2


def test_retry_takes_time():
    fetch = mock.AsyncMock(side_effect=[ConnectionError(), ConnectionError(), "ok"])
    began = time.perf_counter()
    asyncio.run(retry(fetch, delay=0.05))
    assert 0.14 < time.perf_counter() - began < 5


def test_first_cancels_others():
    log = []

    async def wait(seconds, name):
        try:
            await asyncio.sleep(seconds)
            return name
        except asyncio.CancelledError:
            log.append(name)
            raise

    assert asyncio.run(first(wait(5, "slow"), wait(0.01, "fast"))) == "fast"
    assert log == ["slow"]


def test_pool():
    seen = []

    async def handle(name, job):
        seen.append((name, job))
        await asyncio.sleep(0.01 * job)
        return job * 10

    assert sorted(asyncio.run(Pool(3).process([3, 1, 2, 1], handle))) == [10, 10, 20, 30]
    assert {name for name, _ in seen} == {0, 1, 2}
    assert [job for _, job in seen] == [3, 1, 2, 1]


def test_bus():
    bus, log = Bus(), []

    @bus.on("x")
    async def one(value):
        await asyncio.sleep(0.02)
        log.append(("one", value))
        return 1

    @bus.on("x")
    async def two(value):
        log.append(("two", value))
        raise ValueError(value)

    found = asyncio.run(bus.emit("x", 5))
    assert found[0] == 1 and isinstance(found[1], ValueError)
    assert log == [("two", 5), ("one", 5)]


def test_heart():
    beats = []

    async def beat():
        beats.append(len(beats))

    async def go():
        async with Heart(beat, 0.01):
            await asyncio.sleep(0.2)
        count = len(beats)
        await asyncio.sleep(0.03)
        return count

    count = asyncio.run(go())
    assert 3 <= count <= 21 and len(beats) == count


def test_cancel_cleans_up():
    async def go():
        cleaner = Cleaner()
        task = asyncio.create_task(cleaner.work())
        await asyncio.sleep(0)
        assert cleaner.log == ["begin"]
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert task.cancelled()
        return cleaner.log

    assert asyncio.run(go()) == ["begin", "cancelled", "closed"]


def test_cancel_at_the_end_of_run():
    cleaner = Cleaner()

    async def go():
        asyncio.create_task(cleaner.work())
        await asyncio.sleep(0.01)

    asyncio.run(go())
    assert cleaner.log == ["begin", "cancelled", "closed"]


def test_stubborn():
    async def go():
        task = asyncio.create_task(stubborn())
        await asyncio.sleep(0.01)
        task.cancel()
        return await task

    assert asyncio.run(go()) == "kept on"


def test_shield():
    cleaner = Cleaner()

    async def go():
        task = asyncio.ensure_future(cleaner.work(0.2))
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.shield(task), 0.01)
        await task

    asyncio.run(go())
    assert cleaner.log == ["begin", "end", "closed"]


def test_with_timeout():
    log = []

    async def slow():
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            log.append("cancelled")
            raise

    assert asyncio.run(with_timeout(slow(), 0.02, "late")) == "late"
    assert log == ["cancelled"]
    assert asyncio.run(with_timeout(asyncio.sleep(0, "soon"), 1)) == "soon"


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
