"""What honest code does with its own frames, signals, threads and processes works as in any program."""

from __future__ import annotations

from .conftest import Verdicts

SOURCE = """
import asyncio
import concurrent.futures
import functools
import inspect
import multiprocessing
import signal
import sys
import threading
import traceback


def timed_out():
    def ring(number, frame):
        assert frame.f_code.co_name == "timed_out"
        raise TimeoutError
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        while True:
            pass
    except TimeoutError:
        return before is signal.SIG_DFL and signal.getsignal(signal.SIGALRM) is ring


def interrupted():
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        return threading.current_thread() is threading.main_thread()


def looped():
    async def work(number):
        await asyncio.sleep(0.01)
        return number

    async def main():
        loop = asyncio.get_running_loop()
        heard = asyncio.Event()
        loop.add_signal_handler(signal.SIGUSR1, heard.set)
        signal.raise_signal(signal.SIGUSR1)
        await asyncio.wait_for(heard.wait(), 5)
        return await asyncio.gather(*map(work, range(3)), asyncio.to_thread(len, "abc"))

    return asyncio.run(main()) == [0, 1, 2, 3]


def square(number):
    return number * number


def pooled():
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        threads = list(pool.map(square, range(4)))
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return threads == pool.map(square, range(4)) == [0, 1, 4, 9]


def deep(levels):
    return 0 if levels == 0 else 1 + deep(levels - 1)


def recursive():
    sys.setrecursionlimit(30_000)
    return deep(20_000) == 20_000


def inner():
    raise ValueError("no")


def own_lines():
    try:
        inner()
    except ValueError as exc:
        steps = traceback.extract_tb(exc.__traceback__)
    return [step.name for step in steps] == ["own_lines", "inner"] and "raise ValueError" in steps[1].line


def own_frames():
    names = [frame.function for frame in inspect.stack()]
    return names == ["own_frames", "<module>"] and "def own_frames" in inspect.getsource(own_frames)


def wrapped(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    signature = list(inspect.signature(function).parameters)
    return wrapper(1), wrapper.calls, wrapper.__name__, signature, inspect.isfunction(function)


def over(function):
    def deeper():
        function(1)
        return deeper()
    try:
        deeper()
    except RecursionError:
        return True


def said(function):
    try:
        function()
    except KeyError as exc:
        steps = traceback.extract_tb(exc.__traceback__)
        return str(exc), steps[0].name


def modules():
    return sorted({"sys", "solution", "__main__"} & set(sys.modules)), sys.modules["solution"].__name__
"""
SUITE = """
import pytest
import solution

@pytest.mark.parametrize("name", [
    "timed_out", "interrupted", "looped", "pooled", "recursive", "own_lines", "own_frames",
])
def test_works(name):
    assert getattr(solution, name)() is True

def test_a_function_of_the_suite_is_a_function():
    def named(value):
        return value + 1
    assert solution.wrapped(named) == (2, 1, "named", ["value"], True)

def test_a_call_back_beyond_the_stack_is_an_exception():
    assert solution.over(lambda value: value) is True

def test_what_the_suite_raises_has_the_lines_of_who_called():
    def fails():
        raise KeyError("key")
    assert solution.said(fails) == ("'key'", "said")

def test_modules():
    assert solution.modules() == (["__main__", "solution", "sys"], "solution")
"""


def test_honest_code_notices_nothing_of_us(verdicts: Verdicts) -> None:
    found = verdicts(SUITE, SOURCE, points=11, processes=40)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 11
