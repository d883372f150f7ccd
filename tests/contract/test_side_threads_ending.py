"""Threads of the candidate's begin, end and call in the midst of other things, as in one process."""

from __future__ import annotations

import textwrap

from .conftest import Verdicts

SUITE = """
    import asyncio
    import threading
    import time
    from solution import *

    def test_another_thread_of_the_suite_has_asked_before():
        asked = threading.Event()
        thread = threading.Timer(0.1, lambda: (double(1), asked.set()))
        thread.start()
        assert after_a_while(lambda number: asked.wait(5), 2) == [True, True]

    def test_they_call_while_a_loop_goes_on():
        async def main():
            return await in_executor(lambda number: (time.sleep(0.01), number)[1], 4)

        for _ in range(20):
            assert asyncio.run(main()) == [0, 1, 2, 3]

    def test_of_threads_that_have_ended_none_is_left():
        before = threading.active_count()
        assert run(lambda number: number, range(6), 3) == list(range(6))
        assert threading.active_count() == before

    def test_each_thread_is_another_though_one_ends_before_the_next():
        own, threads, first = threading.local(), [], []

        def function():
            if not hasattr(own, "seen"):
                own.seen = first.append(1)
            threads.append(threading.current_thread())

        one_after_the_other(function, 4)
        assert len(first) == len(set(threads)) == 4
        assert not any(thread.is_alive() for thread in threads)
"""
SOLUTION = """
    import asyncio
    import threading
    import time
    from concurrent.futures import ThreadPoolExecutor

    def run(function, items, limit):
        with ThreadPoolExecutor(limit) as pool:
            return list(pool.map(function, items))

    def double(number):
        return 2 * number

    async def in_executor(function, count):
        loop = asyncio.get_running_loop()
        begun = [loop.run_in_executor(None, function, number) for number in range(count)]
        return list(await asyncio.gather(*begun))

    def after_a_while(function, count):
        time.sleep(0.4)
        return run(function, range(count), count)

    def one_after_the_other(function, count):
        for _ in range(count):
            thread = threading.Thread(target=function)
            thread.start()
            thread.join()
"""


def test_whenever_they_begin_end_and_call(verdicts: Verdicts) -> None:
    found = verdicts(textwrap.dedent(SUITE), SOLUTION, cpu_seconds=20, wall_seconds=40)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 4
