"""The fixture `clock`: time inside stands still while code runs, and jumps when everybody waits."""

from __future__ import annotations

import textwrap

import pytest

from .conftest import Verdicts

# Each waits for 1000 seconds in its own way: no test here could sit that out.
WAITS = {
    "sleep": "time.sleep(1000)",
    "sleep bound by name": "nap(1000)",
    "event": "threading.Event().wait(1000)",
    "condition": "held = threading.Condition(); held.acquire(); held.wait(1000)",
    "lock": "lock = threading.Lock(); lock.acquire(); lock.acquire(timeout=1000)",
    "reentrant lock": "in_a_thread(RLOCK.acquire); RLOCK.acquire(timeout=1000)",
    "semaphore": "threading.Semaphore(0).acquire(timeout=1000)",
    "barrier": "ignoring(threading.BrokenBarrierError, threading.Barrier(2).wait, 1000)",
    "queue": "ignoring(queue.Empty, queue.Queue().get, True, 1000)",
    "simple queue": "ignoring(queue.Empty, queue.SimpleQueue().get, True, 1000)",
    "join": "thread = threading.Thread(target=nap, args=(5000,)); thread.start(); thread.join(1000)",
    "timer": "timer = threading.Timer(1000, int); timer.start(); timer.join()",
    "pool": "list(ThreadPoolExecutor(2).map(nap, (1000, 600)))",
    "future": "ignoring(TimeoutError, ThreadPoolExecutor(2).submit(nap, 5000).result, 1000)",
    "scheduler": "jobs = sched.scheduler(); jobs.enter(1000, 1, int); jobs.run()",
    "select": "select.select([], [], [], 1000)",
    "asyncio sleep": "asyncio.run(asyncio.sleep(1000))",
    "asyncio timeout": "asyncio.run(timed_out(1000))",
    "asyncio thread": "asyncio.run(asyncio.to_thread(nap, 1000))",
    "a thousand naps": "for _ in range(1000): time.sleep(1)",
    "looking at the clock": "end = time.monotonic() + 1000\nwhile time.monotonic() < end: time.sleep(0.1)",
}
PREPARED = """
import asyncio, queue, sched, select, threading, time
from concurrent.futures import ThreadPoolExecutor
from time import sleep as nap

RLOCK = threading.RLock()


def in_a_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


def ignoring(kind, function, *args):
    try:
        function(*args)
    except kind:
        return
    raise AssertionError("it did not come to the time-out")


async def timed_out(seconds):
    try:
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()
    except TimeoutError:
        return
"""


def assert_all_passed(found: dict[str, str], count: int) -> None:
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == count


def test_every_way_to_wait_passes_at_once_and_takes_its_time(verdicts: Verdicts) -> None:
    source = PREPARED + "".join(
        f"\ndef wait{place}():\n" + textwrap.indent(lines, "    ") + "\n"
        for place, lines in enumerate(WAITS.values())
    )
    suite = "import solution\n" + "".join(
        f"""
def test_{place}(clock):  # {name}
    before = clock.now
    solution.wait{place}()
    assert before + 1000 <= clock.now < before + 1001
"""
        for place, name in enumerate(WAITS)
    )
    assert_all_passed(verdicts(suite, source, wall_seconds=30), len(WAITS))


def test_all_clocks_move_together_and_are_read_anew(verdicts: Verdicts) -> None:
    source = """
    import datetime
    import time
    from datetime import datetime as moment
    from time import perf_counter

    CLOCKS = (
        time.monotonic, lambda: time.monotonic_ns() / 1e9, perf_counter, lambda: time.perf_counter_ns() / 1e9,
        time.time, lambda: time.time_ns() / 1e9, lambda: time.clock_gettime(time.CLOCK_MONOTONIC),
        lambda: time.clock_gettime_ns(time.CLOCK_REALTIME) / 1e9, lambda: moment.now().timestamp(),
        lambda: datetime.datetime.now(datetime.timezone.utc).timestamp(),
    )

    def f(seconds):
        before = [clock() for clock in CLOCKS]
        time.sleep(seconds)
        return [clock() - start for clock, start in zip(CLOCKS, before)]

    REAL = time.time()
    """
    suite = """
    import time
    from solution import REAL, f

    def test_together(clock):
        for passed in f(12.5):
            assert 12.5 <= passed < 12.51

    def test_date(clock, sandbox):
        assert abs(sandbox.value(REAL) - time.time()) < 300
    """
    assert_all_passed(verdicts(suite, source), 2)


def test_a_loop_that_only_looks_at_the_clock_comes_to_an_end(verdicts: Verdicts) -> None:
    source = """
    import threading
    import time

    def f(seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pass

    def beside():
        done = []
        thread = threading.Thread(target=lambda: (time.sleep(0.2), done.append(True)))
        thread.start()
        while not done:
            time.sleep(0)
    """
    suite = """
    from solution import beside, f

    def test_alone(clock):
        f(2)
        assert 2 <= clock.now < 2.1

    def test_beside(clock):
        beside()
        assert 0.2 <= clock.now < 0.3
    """
    assert_all_passed(verdicts(suite, source), 2)


def test_time_passes_while_a_lock_is_held_and_others_wait_for_it(verdicts: Verdicts) -> None:
    source = """
    import threading
    import time

    lock = threading.Lock()

    def f(seconds):
        with lock:
            time.sleep(seconds)
            return time.monotonic()
    """
    suite = """
    from solution import f

    def test_one_after_the_other(clock):
        ends = sorted(clock.together(f, [(2,)] * 5))
        assert all(2 <= later - earlier < 2.01 for earlier, later in zip(ends, ends[1:]))
        assert 10 <= clock.now < 10.1
    """
    assert_all_passed(verdicts(suite, source), 1)


RACES = """
import threading

guard = threading.Lock()
total = 0
made = None

def unsafe():
    global total
    total += 1

def safe():
    global total
    with guard:
        total += 1

def single():
    global made
    if made is None:
        made = object()
    return made

def safe_single():
    with guard:
        return single()

def count():
    return total
"""


@pytest.mark.parametrize("seed", range(2))
def test_threads_spoil_what_is_not_thread_safe_and_nothing_else(verdicts: Verdicts, seed: int) -> None:
    suite = f"""
    from solution import count, safe, safe_single, single, unsafe

    def test_unsafe(clock):
        clock.together(unsafe, [()] * {8 + seed})
        assert count() < {8 + seed}

    def test_safe(clock):
        clock.together(safe, [()] * {8 + seed})
        assert count() == {8 + seed}

    def test_single(clock):
        first, *others = clock.together(single, [()] * {8 + seed})
        assert any(other != first for other in others)

    def test_safe_single(clock):
        first, *others = clock.together(safe_single, [()] * {8 + seed})
        assert all(other == first for other in others)
    """
    assert_all_passed(verdicts(suite, RACES), 4)


def test_calls_are_stamped_with_the_time_and_run_in_the_suite(verdicts: Verdicts) -> None:
    source = """
    import time

    def f(function, *args):
        for seconds in (1, 2, 4):
            function(*args, seconds=seconds)
            time.sleep(seconds)
        return function(*args)
    """
    suite = """
    from solution import f

    def test_stamps(clock):
        calls = []

        def noted(at, *args, seconds=None):
            calls.append((round(at), args, seconds))
            return len(calls)

        assert f(clock.stamped(noted), "a") == 4
        assert calls == [(0, ("a",), 1), (1, ("a",), 2), (3, ("a",), 4), (7, ("a",), None)]

    def test_taking_time(clock):
        f(clock.stamped(lambda at, seconds=None: None, takes_seconds=10))
        assert 47 <= clock.now < 47.01

    def test_advance(clock):
        clock.advance(50)
        assert 50 <= clock.now < 50.001
        assert clock.now == clock.now  # nothing passes while the suite is at work
    """
    assert_all_passed(verdicts(suite, source), 3)


def test_threads_of_the_candidate_go_on_while_time_passes(verdicts: Verdicts) -> None:
    source = """
    import threading
    import time

    seen = []

    def work():
        while True:
            seen.append(1)
            time.sleep(10)

    threading.Thread(target=work, daemon=True).start()

    def f():
        return len(seen)
    """
    suite = """
    from solution import f

    def test_goes_on(clock):
        clock.advance(95)
        assert f() == 10
    """
    assert_all_passed(verdicts(suite, source), 1)


def test_what_a_call_raises_reaches_the_suite(verdicts: Verdicts) -> None:
    source = "def f(number):\n    if number == 3:\n        raise LookupError('three')\n    return number\n"
    suite = """
    import pytest
    from solution import f

    def test_raises(clock):
        with pytest.raises(LookupError, match="three"):
            clock.together(f, [(n,) for n in range(5)])
        assert clock.together(f, [(0,), (7,)]) == [0, 7]
        assert clock.together(f, []) == []
    """
    assert_all_passed(verdicts(suite, source), 1)


def test_changing_the_module_time_changes_no_clock_of_ours(verdicts: Verdicts) -> None:
    source = """
    import threading
    import time

    def f():
        time.monotonic = time.time = time.perf_counter = lambda: 0.0
        time.sleep = lambda seconds: None
        time.sleep(1000)
        threading.Event().wait(3)
    """
    suite = """
    from solution import f

    def test_ours(clock):
        f()
        assert 3 <= clock.now < 3.1
    """
    assert_all_passed(verdicts(suite, source), 1)


def test_waiting_for_ever_ends_at_the_limit_of_real_time(verdicts: Verdicts) -> None:
    source = "import threading\ndef f():\n    threading.Lock().__enter__()\n    threading.Event().wait()\n"
    suite = """
    from solution import f

    def test_for_ever(clock):
        f()
    """
    assert verdicts(suite, source, wall_seconds=1) == {"test_for_ever": "timeout"}


def test_without_the_fixture_time_is_real(verdicts: Verdicts) -> None:
    source = "import time\ndef f():\n    before = time.monotonic()\n    time.sleep(0.3)\n"
    suite = """
    import time
    from solution import f

    def test_real():
        before = time.monotonic()
        f()
        assert time.monotonic() - before >= 0.3
    """
    assert_all_passed(verdicts(suite, source), 1)
