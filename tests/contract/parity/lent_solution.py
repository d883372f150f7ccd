"""Runs what it is given: generators, coroutine functions, asynchronous generators."""

import asyncio
import gzip
import inspect
import io
from contextlib import AsyncExitStack, contextmanager


class Missing(Exception): pass


def describe(function):
    kinds = {
        "generator function": inspect.isgeneratorfunction, "coroutine function": inspect.iscoroutinefunction,
        "async generator function": inspect.isasyncgenfunction,
    }
    kind = next((name for name, holds in kinds.items() if holds(function)), "function")
    parameters = inspect.signature(function).parameters
    return kind, list(parameters), [each.default for each in parameters.values()][-1]


def collected(what, *arguments): return list(what(*arguments) if arguments else what)


def talk(generator, words):
    items = [next(generator)]
    for word in words: items.append(generator.send(word))
    return items


def steps(generator):
    items = []
    while True:
        try: items.append(next(generator))
        except StopIteration as stop: return items, stop.value


def swallow(generator, exc):
    next(generator)
    return generator.throw(exc)


def first(generator):
    found = next(generator)
    generator.close()
    return found


def nested(function, log):
    def inner():
        result = yield from function(log)
        yield result
    return list(inner())


def provided(make, use):
    with contextmanager(make)() as found: return use(found)


def managed(manager, log):
    with manager(log) as found: return found["n"]


async def wait_all(function, numbers): return await asyncio.gather(*[function(n) for n in numbers])


async def arun(how, what, *arguments):
    if how == "loop": return [item async for item in what]
    if how == "call": return [item async for item in what(*arguments)]
    found = [await what.__anext__()]
    if how == "send": found.append(await what.asend("hello"))
    if how == "throw": found.append(await what.athrow(Missing()))
    if how == "close": await what.aclose()
    return found


async def open_all(manager, log):
    async with AsyncExitStack() as stack: return [await stack.enter_async_context(manager(log, name)) for name in "ab"]


class Metered(io.BufferedRandom):
    count = 0

    def read(self, size=-1):
        data = super().read(size)
        self.count += len(data)
        return data


class Owner:
    def __init__(self, thing): self.thing = thing
    def leave(self, *told): return self.thing.__exit__(*told)

    def filled(self, size):
        room = bytearray(size)
        return self.thing.readinto(memoryview(room)[1:]), bytes(room)

    def pack(self, data):
        with gzip.GzipFile(fileobj=self.thing, mode="wb") as file: file.write(data)
