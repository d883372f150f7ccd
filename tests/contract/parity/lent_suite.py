"""Generators, coroutine functions and asynchronous generators of the suite's, which the candidate's code runs."""

import asyncio
import gzip
import io
from contextlib import asynccontextmanager, contextmanager

from unittest import mock

import pytest
from solution import Metered, Missing, Owner, arun, collected, describe, first, managed, nested, open_all, provided, steps, swallow, talk, wait_all


def counted(log, top=3):
    try:
        for n in range(top):
            got = yield n
            if got is not None: log.append(got)
    except Missing as e:
        log.append(f"missing {e}")
        yield "mended"
    finally:
        log.append("closed")
    return "over"


def test_is_a_generator_function(): assert describe(counted)[0] == "generator function"
def test_its_parameters(): assert describe(counted)[1:] == (["log", "top"], 3)
def test_run_to_its_end():
    log = []; assert collected(counted(log)) == [0, 1, 2] and log == ["closed"]
def test_called_inside():
    log = []; assert collected(counted, log) == [0, 1, 2] and log == ["closed"]
def test_sent_to():
    log = []; assert talk(counted(log), ["a", "b"]) == [0, 1, 2] and log == ["a", "b"]
def test_what_it_returns(): assert steps(counted([], 1)) == ([0], "over")
def test_thrown_into():
    log = []; assert swallow(counted(log), Missing("x")) == "mended" and log == ["missing x"]
def test_closed():
    log = []; assert first(counted(log)) == 0 and log == ["closed"]
def test_nested():
    log = []; assert nested(counted, log) == [0, 1, 2, "over"] and log == ["closed"]


def provider(log):
    log.append("open")
    try: yield {"n": 7}
    finally: log.append("shut")


def test_a_dependency():
    log = []; assert provided(lambda: provider(log), lambda found: found["n"]) == 7 and log == ["open", "shut"]
def test_a_dependency_of_one_that_raises():
    log = []
    with pytest.raises(KeyError): provided(lambda: provider(log), lambda found: found["m"])
    assert log == ["open", "shut"]
def test_as_a_context_manager():
    log = []; assert managed(contextmanager(provider), log) == 7 and log == ["open", "shut"]


async def double(n: int, *, by: int = 2):
    """Doubles."""
    await asyncio.sleep(0)
    return n * by


def test_a_coroutine_function(): assert describe(double) == ("coroutine function", ["n", "by"], 2)
def test_awaited(): assert asyncio.run(wait_all(double, [1, 2])) == [2, 4]


async def stream(log, top=3):
    try:
        for n in range(top):
            await asyncio.sleep(0)
            got = yield n
            if got: log.append(got)
    except Missing: yield "mended"
    finally: log.append("closed")


def test_an_async_generator_function(): assert describe(stream) == ("async generator function", ["log", "top"], 3)
def test_looped_over():
    log = []; assert asyncio.run(arun("loop", stream(log))) == [0, 1, 2] and log == ["closed"]
def test_looped_over_what_was_made_inside():
    log = []; assert asyncio.run(arun("call", stream, log)) == [0, 1, 2] and log == ["closed"]
def test_sent_to_asynchronously():
    log = []; assert asyncio.run(arun("send", stream(log))) == [0, 1] and log[0] == "hello"
def test_thrown_into_asynchronously():
    log = []; assert asyncio.run(arun("throw", stream(log))) == [0, "mended"]
def test_closed_asynchronously():
    log = []

    async def main(): return await arun("close", stream(log)), list(log)

    assert asyncio.run(main()) == ([0], ["closed"])


@asynccontextmanager
async def opened(log, name):
    log.append(f"open {name}")
    try: yield name
    finally: log.append(f"shut {name}")


def test_async_context_managers():
    log = []; assert asyncio.run(open_all(opened, log)) == ["a", "b"] and log == ["open a", "open b", "shut b", "shut a"]


def test_streams_behind_buffers():
    with Metered(io.BytesIO(b"abcdef")) as file: assert [file.read(4), file.read()] == [b"abcd", b"ef"]
    assert file.count == 6 and file.closed
    raw = io.BytesIO(); file = Metered(raw); file.write(b"abc"); file.flush()
    assert raw.getvalue() == b"abc"


def test_what_fills_a_view():
    assert Owner(io.BytesIO(b"abc")).filled(6) == (3, b"\0abc\0\0")
    fake = mock.Mock(); fake.readinto.side_effect = lambda view: view.__setitem__(0, 7) or 1
    assert Owner(fake).filled(3) == (1, b"\0\7\0")


def test_packed_into_a_stream():
    raw = io.BytesIO(); Owner(raw).pack(b"hello")
    assert gzip.decompress(raw.getvalue()) == b"hello"


def test_left_without_arguments():
    thing = mock.MagicMock(); Owner(thing).leave(); thing.__exit__.assert_called_once_with()
    thing = mock.MagicMock(); Owner(thing).leave(None, None, None); thing.__exit__.assert_called_once_with(None, None, None)
