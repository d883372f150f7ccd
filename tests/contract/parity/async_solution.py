"""What the tests that await are about."""

import asyncio
import contextlib
import contextvars
import functools
import socket
import threading

REQUEST = contextvars.ContextVar("request", default=None)
USER = contextvars.ContextVar("user", default="nobody")


class Semaphored:
    def __init__(self, limit):
        self._semaphore = asyncio.Semaphore(limit)

    async def run(self, make):
        async with self._semaphore:
            return await make()

    async def map(self, function, items):
        return await asyncio.gather(*(self.run(lambda item=item: function(item)) for item in items))


class Channel:
    def __init__(self, size=0):
        self._queue = asyncio.Queue(size)
        self.closed = False

    async def send(self, item):
        await self._queue.put(item)

    async def receive(self):
        return await self._queue.get()

    def close(self):
        self.closed = True

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.closed and self._queue.empty():
            raise StopAsyncIteration
        return await self._queue.get()


class ReadWriteLock:
    def __init__(self):
        self._condition = asyncio.Condition()
        self.readers = 0
        self.writing = False

    @contextlib.asynccontextmanager
    async def reading(self):
        async with self._condition:
            await self._condition.wait_for(lambda: not self.writing)
            self.readers += 1
        try:
            yield self
        finally:
            async with self._condition:
                self.readers -= 1
                self._condition.notify_all()

    @contextlib.asynccontextmanager
    async def write(self):
        async with self._condition:
            await self._condition.wait_for(lambda: not self.writing and not self.readers)
            self.writing = True
        try:
            yield self
        finally:
            async with self._condition:
                self.writing = False
                self._condition.notify_all()


def cached(function):
    pending = {}

    @functools.wraps(function)
    async def wrapper(key):
        if key not in pending:
            pending[key] = asyncio.ensure_future(function(key))
        return await pending[key]

    return wrapper


async def retry(function, attempts=3, delay=0.01):
    for attempt in range(attempts):
        try:
            return await function()
        except ConnectionError:
            if attempt == attempts - 1:
                raise
            await asyncio.sleep(delay * 2**attempt)


async def first(*awaitables):
    tasks = [asyncio.ensure_future(each) for each in awaitables]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    return done.pop().result()


class Pool:
    def __init__(self, workers):
        self.workers = workers
        self.done = []

    async def process(self, jobs, handle):
        queue = asyncio.Queue()
        for job in jobs:
            queue.put_nowait(job)

        async def worker(name):
            while not queue.empty():
                job = await queue.get()
                result = await handle(name, job)
                self.done.append(result)
                queue.task_done()

        await asyncio.gather(*(worker(number) for number in range(self.workers)))
        return self.done


class Bus:
    def __init__(self):
        self.handlers = {}

    def on(self, event):
        def register(function):
            self.handlers.setdefault(event, []).append(function)
            return function
        return register

    async def emit(self, event, *args):
        return await asyncio.gather(*(f(*args) for f in self.handlers.get(event, [])), return_exceptions=True)


class Heart:
    def __init__(self, beat, every):
        self.beat, self.every, self.task = beat, every, None

    async def __aenter__(self):
        self.task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *exc):
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task

    async def _run(self):
        while True:
            await self.beat()
            await asyncio.sleep(self.every)


class Cleaner:
    def __init__(self):
        self.log = []

    async def work(self, seconds=10):
        self.log.append("begin")
        try:
            await asyncio.sleep(seconds)
            self.log.append("end")
        except asyncio.CancelledError:
            self.log.append("cancelled")
            raise
        finally:
            await asyncio.sleep(0)
            self.log.append("closed")


async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        return "kept on"


async def with_timeout(awaitable, seconds, default=None):
    try:
        return await asyncio.wait_for(awaitable, seconds)
    except asyncio.TimeoutError:
        return default


async def as_user(name, function):
    USER.set(name)
    await asyncio.sleep(0)
    return await function()


async def whoami():
    return USER.get()


async def set_user(name):
    USER.set(name)


async def chunks(source, size):
    batch = []
    async for item in source:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


async def merge(*sources):
    queue = asyncio.Queue()
    end = object()

    async def feed(source):
        async for item in source:
            await queue.put(item)
        await queue.put(end)

    tasks = [asyncio.create_task(feed(source)) for source in sources]
    left = len(tasks)
    while left:
        item = await queue.get()
        if item is end:
            left -= 1
        else:
            yield item


class Debounced:
    def __init__(self, function, wait):
        self.function, self.wait, self._task = function, wait, None

    def __call__(self, *args):
        if self._task:
            self._task.cancel()
        self._task = asyncio.get_running_loop().create_task(self._later(*args))

    async def _later(self, *args):
        await asyncio.sleep(self.wait)
        await self.function(*args)


class Group:
    async def all(self, *functions):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each()) for each in functions]
        return [task.result() for task in tasks]


def run_all(*functions):
    async def main():
        return await asyncio.gather(*(each() for each in functions))
    return asyncio.run(main())


async def to_thread(function, *args):
    return await asyncio.to_thread(function, *args)


async def current_name():
    return asyncio.current_task().get_name() and asyncio.get_running_loop().is_running()


class Countdown:
    def __init__(self, count):
        self.count = count
        self._event = asyncio.Event()

    def arrive(self):
        self.count -= 1
        if not self.count:
            self._event.set()

    async def wait(self):
        await self._event.wait()
        return True


async def notify(handlers, value):
    for handler in handlers:
        if asyncio.iscoroutinefunction(handler):
            await handler(value)
        else:
            handler(value)


async def produce(queue, items):
    for item in items:
        await queue.put(item)


async def wait_for_event(event, value):
    await event.wait()
    return value


async def guarded(lock, log, name):
    async with lock:
        log.append(name)
        await asyncio.sleep(0.01)
        log.append(name.upper())


async def twice(awaitable):
    return await awaitable * 2


class Jobs:
    def __init__(self):
        self.queue, self.results, self.task = asyncio.Queue(), [], None

    def start(self):
        self.task = asyncio.get_running_loop().create_task(self._work())

    async def _work(self):
        while True:
            job = await self.queue.get()
            try:
                self.results.append(await job())
            except Exception as exc:
                self.results.append(repr(exc))
            finally:
                self.queue.task_done()


async def in_request(name, handle):
    REQUEST.set(name)
    await asyncio.sleep(0)
    await handle()
    return REQUEST.get()


def spawn(seconds, value):
    return asyncio.create_task(asyncio.sleep(seconds, value))


def by_thread(value):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    threading.Timer(0.03, loop.call_soon_threadsafe, (future.set_result, value)).start()
    return future


def called_with(function):
    threading.Timer(0.03, asyncio.get_running_loop().call_soon_threadsafe, (function,)).start()


@contextlib.contextmanager
def heard(function):
    loop, (one, other) = asyncio.get_running_loop(), socket.socketpair()
    loop.add_reader(one, lambda: function(one.recv(1)))
    threading.Timer(0.03, other.send, (b"x",)).start()
    yield
    loop.remove_reader(one)
    one.close()
    other.close()


@contextlib.contextmanager
def named(name):
    token = REQUEST.set(name)
    yield
    REQUEST.reset(token)


async def request():
    return REQUEST.get()


async def set_request(name):
    REQUEST.set(name)
