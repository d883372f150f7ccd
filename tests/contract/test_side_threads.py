"""What threads of the candidate's call runs at the same time, each in its own thread, as in one process."""

from __future__ import annotations

import textwrap

from .conftest import Verdicts

SUITE = """
    import threading
    import time
    import pytest
    from solution import *

    class Peak:
        def __init__(self):
            self.lock, self.active, self.peak = threading.Lock(), 0, 0

        def __call__(self, number):
            with self.lock:
                self.active += 1
                self.peak = max(self.peak, self.active)
            time.sleep(0.1)
            with self.lock:
                self.active -= 1
            return number

    def test_the_limit_is_reached():
        peak = Peak()
        assert run(peak, range(6), 3) == list(range(6))
        assert peak.peak == 3

    def test_the_limit_is_kept():
        peak = Peak()
        run(peak, range(6), 3)
        assert peak.peak <= 3

    def test_all_wait_for_each_other():
        together = threading.Barrier(3, timeout=5)
        run(lambda number: together.wait(), range(3), 3)

    def test_each_has_an_identity():
        seen = []
        run(lambda number: (time.sleep(0.05), seen.append(threading.get_ident())), range(6), 3)
        assert len(seen) == 6 and len(set(seen)) == 3
"""
POOL = """
    from concurrent.futures import ThreadPoolExecutor

    def run(function, items, limit):
        with ThreadPoolExecutor(limit) as pool:
            return list(pool.map(function, items))
"""
NO_LIMIT = """
    from concurrent.futures import ThreadPoolExecutor

    def run(function, items, limit):
        with ThreadPoolExecutor(len(items)) as pool:
            return list(pool.map(function, items))
"""
ONE_AT_A_TIME = """
    def run(function, items, limit):
        return [function(item) for item in items]
"""

WHATEVER_SUITE = """
    import asyncio
    import threading
    import time
    import pytest
    from solution import *

    def test_what_it_asks_is_done_by_the_thread_that_calls():
        holder = Holder()
        held = []

        def function(number):
            held.append(holder.again(number))
            return number

        assert holder.all(function, range(5)) == list(range(5))
        assert sorted(held) == list(range(5))
        assert holder.others == 0

    def test_calls_within_calls():
        assert run(lambda number: apply(lambda inner: inner + 1, number), range(8), 4) == list(range(1, 9))

    def test_they_ask_at_the_same_time():
        together = threading.Barrier(3, timeout=5)
        assert run(lambda number: (together.wait(), double(number))[1], range(3), 3) == [0, 2, 4]

    def test_what_is_raised_is_raised_inside():
        class Mine(Exception):
            pass

        def function(number):
            if number == 2:
                raise Mine(number)
            return number

        assert caught(function, range(4)) == [0, 1, "Mine", 3]
        with pytest.raises(Mine):
            run(function, range(4), 2)

    def test_arguments_and_results_are_kept_in_step():
        lists = [[number] for number in range(20)]
        found = run(lambda one: (one.append(1), one)[1], lists, 4)
        assert all(one is other for one, other in zip(found, lists, strict=True))
        assert totals(found) == [number + 1 for number in range(20)]

    def test_what_is_made_inside_is_changed_here():
        assert made_and_changed(lambda one: one.append([1]), 12) == [[[1]]] * 12

    def test_many_calls():
        counted = []
        assert run(lambda number: counted.append(number), range(400), 8) == [None] * 400
        assert sorted(counted) == list(range(400))

    def test_more_threads_than_the_judge_has():
        assert threads(lambda number: number, 100) == list(range(100))

    def test_its_own_thread_too():
        together = threading.Barrier(3, timeout=5)
        run_with_itself(lambda: together.wait(), 2)

    def test_it_is_awaited():
        async def main():
            together = threading.Barrier(3, timeout=5)
            return await in_threads(lambda number: (together.wait(), number)[1], 3)

        assert asyncio.run(main()) == [0, 1, 2]

    def test_coroutines_are_run_in_threads():
        async def function(number):
            await asyncio.sleep(0.01)
            return number

        assert loops(function, 3) == [0, 1, 2]

    def test_one_goes_on_after_the_answer():
        release = threading.Event()
        job = begin(lambda: (release.wait(5), 7)[1])
        assert not job.done()
        release.set()
        assert job.result() == 7

    def test_a_thread_that_begins_in_a_call():
        def function(number):
            found = []
            thread = threading.Thread(target=lambda: found.append(double(number)))
            thread.start()
            thread.join()
            return found[0]

        assert run(function, range(4), 2) == [0, 2, 4, 6]

    def test_another_thread_of_the_suite_asks_meanwhile():
        asked = threading.Event()
        thread = threading.Thread(target=lambda: (double(1), asked.set()))

        def function(number):
            if number == 0:
                thread.start()
            return asked.wait(5)

        assert run(function, range(2), 2) == [True, True]

    def test_who_calls_when_nobody_waits_is_told():
        later(lambda: None)
        time.sleep(0.3)
        assert told() == ["RuntimeError"]
"""
WHATEVER = """
    import asyncio
    import threading
    import time
    from concurrent.futures import ThreadPoolExecutor

    def run(function, items, limit):
        with ThreadPoolExecutor(limit) as pool:
            return list(pool.map(function, items))

    class Holder:
        def __init__(self):
            self.lock, self.own, self.others = threading.RLock(), threading.local(), 0

        def call(self, function, item):
            with self.lock:
                self.own.item = item
                return function(item)

        def again(self, item):
            if not self.lock.acquire(blocking=False):
                self.others += 1
                return -1
            self.others += self.own.item != item
            self.lock.release()
            return item

        def all(self, function, items):
            return run(lambda item: self.call(function, item), items, 3)

    def apply(function, item):
        return function(item)

    def double(number):
        return 2 * number

    def caught(function, items):
        def one(item):
            try:
                return function(item)
            except Exception as exc:
                return type(exc).__name__
        return run(one, items, 4)

    def totals(lists):
        return [sum(one) for one in lists]

    def made_and_changed(function, count):
        lists = [[] for _ in range(count)]
        run(function, lists, 4)
        return lists

    def threads(function, count):
        found = [None] * count
        def one(number):
            found[number] = function(number)
        several = [threading.Thread(target=one, args=(number,)) for number in range(count)]
        for each in several:
            each.start()
        for each in several:
            each.join()
        return found

    def run_with_itself(function, others):
        several = [threading.Thread(target=function) for _ in range(others)]
        for each in several:
            each.start()
        function()
        for each in several:
            each.join()

    async def in_threads(function, count):
        return list(await asyncio.gather(*[asyncio.to_thread(function, number) for number in range(count)]))

    def loops(function, count):
        return run(lambda number: asyncio.run(function(number)), range(count), count)

    pool = ThreadPoolExecutor(1)

    def begin(function):
        begun = threading.Event()
        def call():
            begun.set()
            return function()
        job = pool.submit(call)
        begun.wait()
        time.sleep(0.1)
        return job

    failures = []

    def later(function):
        def call():
            time.sleep(0.1)
            try:
                function()
            except Exception as exc:
                failures.append(type(exc).__name__)
        threading.Thread(target=call).start()

    def told():
        return failures
"""

ENDING_SUITE = """
    import threading
    import time
    import pytest
    from solution import *

    def test_what_ends_the_test_ends_it():
        def function(number):
            if number == 1:
                pytest.fail("enough")

        swallowed(function, 3)

    def test_what_never_returns_ends_in_time():
        run(lambda number: threading.Event().wait(), range(2), 2)

    def test_what_is_left_of_it_harms_no_other():
        assert run(lambda number: number, range(2), 2) == [0, 1]

    def test_who_crashes_meanwhile_has_crashed():
        run(lambda number: leave(), range(2), 2)
"""
ENDING = """
    import os
    from concurrent.futures import ThreadPoolExecutor

    def run(function, items, limit):
        with ThreadPoolExecutor(limit) as pool:
            return list(pool.map(function, items))

    def leave():
        os._exit(3)

    def swallowed(function, count):
        def one(number):
            try:
                function(number)
            except BaseException:
                pass
        run(one, range(count), count)
"""


def test_the_right_solution_passes(verdicts: Verdicts) -> None:
    found = verdicts(textwrap.dedent(SUITE), POOL, cpu_seconds=10, wall_seconds=30)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 4


def test_one_without_the_limit_is_seen(verdicts: Verdicts) -> None:
    found = verdicts(textwrap.dedent(SUITE), NO_LIMIT, cpu_seconds=10, wall_seconds=30)
    assert found == {
        "test_the_limit_is_reached": "failed",
        "test_the_limit_is_kept": "failed",
        "test_all_wait_for_each_other": "passed",
        "test_each_has_an_identity": "failed",
    }


def test_one_that_does_one_at_a_time_is_seen(verdicts: Verdicts) -> None:
    found = verdicts(textwrap.dedent(SUITE), ONE_AT_A_TIME, cpu_seconds=10, wall_seconds=30)
    assert found == {
        "test_the_limit_is_reached": "failed",
        "test_the_limit_is_kept": "passed",
        "test_all_wait_for_each_other": "failed",
        "test_each_has_an_identity": "failed",
    }


def test_whatever_they_call_is_as_in_one_process(verdicts: Verdicts) -> None:
    found = verdicts(
        textwrap.dedent(WHATEVER_SUITE), WHATEVER, cpu_seconds=20, wall_seconds=40, processes=200
    )
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 15


def test_however_it_ends_it_ends_for_one_test(verdicts: Verdicts) -> None:
    found = verdicts(textwrap.dedent(ENDING_SUITE), ENDING, cpu_seconds=5, wall_seconds=3)
    assert found == {
        "test_what_ends_the_test_ends_it": "failed",
        "test_what_never_returns_ends_in_time": "timeout",
        "test_what_is_left_of_it_harms_no_other": "passed",
        "test_who_crashes_meanwhile_has_crashed": "crashed",
    }
