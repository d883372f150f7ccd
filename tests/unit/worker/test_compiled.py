"""The candidate's file is compiled once, in a process of its own, unless each test had better do it."""

from __future__ import annotations

import marshal
import os
import signal
import time

import pytest
from worker import modules
from worker.processes import apart

ONE_MEGABYTE = 1 << 20


def gives_nothing() -> bytes:
    raise RuntimeError


def is_killed() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def sleeps() -> bytes:
    time.sleep(60)
    return b""


@pytest.mark.parametrize("size", [0, 1, 3 * ONE_MEGABYTE])
def test_what_a_process_of_its_own_gives_comes_whole(size: int) -> None:
    data = os.urandom(size)
    assert apart(lambda: data, seconds=30, most_bytes=512 * ONE_MEGABYTE) == data


@pytest.mark.parametrize("function", [gives_nothing, is_killed])
def test_what_fails_there_gives_nothing_here(function: object) -> None:
    assert apart(function, seconds=30, most_bytes=512 * ONE_MEGABYTE) is None  # type: ignore[arg-type]


def test_what_takes_too_long_is_ended() -> None:
    alive, held_by_the_process = os.pipe()
    began = time.monotonic()
    assert apart(sleeps, seconds=0.1, most_bytes=512 * ONE_MEGABYTE) is None
    assert time.monotonic() - began < 30
    os.close(held_by_the_process)
    assert os.read(alive, 1) == b"", "the process has gone, and with it the last writer"
    os.close(alive)


def test_what_takes_too_much_memory_gives_nothing() -> None:
    assert apart(lambda: bytes(600 * ONE_MEGABYTE), seconds=30, most_bytes=512 * ONE_MEGABYTE) is None


def test_the_code_is_that_of_the_file() -> None:
    source = b"def f(): return __file__, 1 // 0\n"
    compiled = modules.compiled_ahead(source, "solution.py")
    assert compiled is not None
    assert marshal.loads(compiled) == compile(source, "solution.py", "exec", dont_inherit=True)


@pytest.mark.parametrize(
    "source",
    [
        b"def f(:\n", b"\xff", b"\0", b"f = " + b"(" * 150 + b"-" * 100_000 + b"1",
        b"if 1 is 1: pass\n",  # it has something to say, and says it in each test
    ],
    ids=["no Python", "no text", "a null", "too deep", "a warning"],
)  # fmt: skip
def test_what_does_not_compile_quietly_is_left_to_each_test(source: bytes) -> None:
    assert modules.compiled_ahead(source, "solution.py") is None
