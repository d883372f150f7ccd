"""CPU time is charged whoever uses it, and so is memory that only maps; in a control group and in none."""

from __future__ import annotations

import os

import pytest

from grader.machine.speed import LEAST_FACTOR
from grader.sandboxes.bubblewrap import cgroup

from .conftest import Grade, Verdicts

# Each test here is run once more where the kernel neither counts nor bounds a bubblewrap as a whole.
WITHOUT_A_GROUP = "without a group"


@pytest.fixture(params=["as it is", pytest.param(WITHOUT_A_GROUP, marks=pytest.mark.matrix)], autouse=True)
def group(request: pytest.FixtureRequest, sandbox_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == WITHOUT_A_GROUP:
        if sandbox_name == "docker":
            pytest.skip("a container has one always")
        monkeypatch.setattr(cgroup, "make", lambda memory_bytes, processes: None)


UNSEEN = """
import ctypes
import hashlib
import os
import signal
import sys
import threading
import time

SHORT = 0.008  # less than a tick, and than the time between two looks
LIBC = ctypes.CDLL(None, use_errno=True)

def work(seconds=SHORT):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass

def all_gone():
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass

def pair_for_ever(start):
    while True:
        start()
        start()
        all_gone()

def forked():
    if os.fork() == 0:
        work()
        os._exit(0)

def ignored():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    pair_for_ever(forked)

def ignored_by_a_flag():
    # struct sigaction of the kernel's: handler, flags, restorer, mask.
    action = (ctypes.c_ulong * 4)(0, 2, 0, 0)  # SIG_DFL, SA_NOCLDWAIT
    number = {"x86_64": 13, "aarch64": 134}[os.uname().machine]
    assert LIBC.syscall(number, int(signal.SIGCHLD), ctypes.byref(action), None, 8) == 0
    pair_for_ever(forked)

def ignored_for_moments():
    def flip():
        forked()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        all_gone()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    while True:
        flip()

def spawned():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    argv = ["python3", "-I", "-S", "-X", "frozen_modules=on", "-c", "pass"]
    pair_for_ever(lambda: os.posix_spawn("/proc/self/exe", argv, os.environ))

def in_a_chain():
    # Each starts the next and ends; the one that gets them all waits for none.
    LIBC.prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if os.fork() == 0:
        while True:
            work(0.004)
            if os.fork():
                os._exit(0)
    time.sleep(1000)

def waited_for():
    # In a child's account, which nobody looks at: it waits for its own and ends before it is seen.
    while True:
        if os.fork() == 0:
            for _ in range(3):
                if os.fork() == 0:
                    work(0.003)
                    os._exit(0)
                os.wait()
            os._exit(0)
        os.wait()

def left_behind():
    while True:
        if os.fork() == 0:
            if os.fork() == 0:
                work()
            os._exit(0)
        os.wait()
        time.sleep(0.004)

def in_threads():
    data = bytes(1 << 16)
    def hash_for_a_moment():
        end = time.thread_time() + SHORT
        while time.thread_time() < end:
            hashlib.sha256(data).digest()
    while True:
        threads = [threading.Thread(target=hash_for_a_moment) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

def in_many_at_once():
    # None of them for a whole tick, all of them together for long.
    while True:
        for _ in range(20):
            forked()
        all_gone()

def clone(flags):
    return LIBC.syscall({"x86_64": 56, "aarch64": 220}[os.uname().machine], flags, 0, 0, 0, 0)

def without_a_word():
    # Its parent is told nothing of its end, and so need not ignore it.
    while True:
        if clone(0) == 0:
            work()
            os._exit(0)
        time.sleep(0.008)

def of_process_1():
    while True:
        if clone(0x8000 | signal.SIGCHLD) == 0:  # CLONE_PARENT
            work()
            os._exit(0)
        time.sleep(0.008)

def told_to_somebody_else():
    # A listener of its own, which would answer before ours does, for a filter that lets all pass.
    class Filter(ctypes.Structure):
        _fields_ = [("count", ctypes.c_ushort), ("steps", ctypes.c_void_p)]
    steps = (ctypes.c_ulonglong * 1)(0x7FFF0000_00000006)
    number = {"x86_64": 317, "aarch64": 277}[os.uname().machine]
    for flags in (8, 0):
        LIBC.syscall(number, 1, flags, ctypes.byref(Filter(1, ctypes.addressof(steps))))
    ignored()

def while_it_asks_again_and_again():
    def ask():
        while True:
            LIBC.signal(int(signal.SIGCHLD), 0)
    threading.Thread(target=ask, daemon=True).start()
    ignored()

def f(): return 7
"""
WAYS = (
    "ignored", "ignored_by_a_flag", "ignored_for_moments", "spawned", "in_a_chain", "waited_for",
    "left_behind", "in_threads", "in_many_at_once", "without_a_word", "of_process_1",
    "told_to_somebody_else", "while_it_asks_again_and_again",
)  # fmt: skip


def test_who_computes_unseen_is_ended_for_it(grade: Grade) -> None:
    suite = f"import pytest\nfrom solution import f, {', '.join(WAYS)}\n\n"
    for name in WAYS:
        suite += f"@pytest.mark.limits(cpu_seconds=0.5, wall_seconds=20)\ndef test_{name}(): {name}()\n"
    suite += "def test_f(): assert f() == 7\n"
    report = grade(suite, UNSEEN, processes=200)
    found = {check.test.id.rpartition("::")[2]: check for check in report.checks}
    told = {name: found[f"test_{name}"].message for name in WAYS}
    assert told == dict.fromkeys(WAYS, "it used more CPU time than the limit")
    assert report.sandbox is not None
    # The report has the largest factor of the run; at an early test it may have been any smaller one.
    least, most = 0.5 * LEAST_FACTOR, 0.5 * max(1.0, report.sandbox.time_factor) + 0.25
    for name in WAYS:
        # A look may come late on a busy machine, and see that more has been used by then.
        assert least <= found[f"test_{name}"].cpu_seconds < most, name
    assert found["test_f"].verdict.value == "passed"


TRUTH = """
import os
import signal
import time

def unseen(seconds):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    done, own = 0.0, time.process_time()
    while done < seconds:
        reading, writing = os.pipe()
        if os.fork() == 0:
            while time.process_time() < 0.008:
                pass
            os.write(writing, b"%f" % time.process_time())
            os._exit(0)
        os.close(writing)
        done += float(os.read(reading, 20))
        os.close(reading)
    return done + time.process_time() - own
"""


def test_what_is_reported_is_what_was_used(grade: Grade) -> None:
    suite = """
    from solution import unseen

    def test_it():
        used = unseen(1.0)
        assert type(used) is float
        print_it(used)

    def print_it(used):
        raise AssertionError(f"used {used} s")
    """
    (check,) = grade(suite, TRUTH).checks
    used = float(check.message.partition("used ")[2].partition(" s")[0])
    # To come and to go takes a process some of its time, too, which it does not see itself.
    assert used < check.cpu_seconds
    if (
        check.cpu_seconds > 1.6 * used
    ):  # where nothing counts, a neighbour on the same processor is charged too
        assert check.cpu_seconds <= check.wall_seconds


HONEST = """
import asyncio
import multiprocessing
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

def in_threads():
    results = []
    for number in range(300):
        thread = threading.Thread(target=lambda: (time.sleep(0.002), results.append(number)))
        thread.start()
        thread.join()
    return len(results)

def in_a_pool():
    with ThreadPoolExecutor(40) as pool:
        return sum(pool.map(lambda number: time.sleep(0.01) or 1, range(400)))

def in_the_loop():
    async def main():
        async def one():
            await asyncio.to_thread(time.sleep, 0.02)
            return 1
        return sum(await asyncio.gather(*(one() for _ in range(200))))
    return asyncio.run(main())

def in_programs():
    return sum(
        int(subprocess.run([sys.executable, "-I", "-S", "-c", "print(1)"], stdout=subprocess.PIPE).stdout)
        for _ in range(10)
    )

def in_processes():
    with multiprocessing.get_context("fork").Pool(3) as pool:
        return sum(pool.map(abs, range(100)))

def with_a_handler():
    signal.signal(signal.SIGCHLD, lambda *_: None)
    done = in_programs()
    time.sleep(1.5)
    return done
"""
RESULTS = {
    "in_threads": 300, "in_a_pool": 400, "in_the_loop": 200, "in_programs": 10, "in_processes": 4950,
    "with_a_handler": 10,
}  # fmt: skip


def test_honest_threads_and_programs_are_charged_what_they_use_and_no_more(grade: Grade) -> None:
    suite = f"from solution import {', '.join(RESULTS)}\n\n"
    for name, result in RESULTS.items():
        suite += f"def test_{name}(): assert {name}() == {result}\n"
    # Each of them takes longer than that, most of it asleep.
    report = grade(suite, HONEST)
    assert {check.verdict.value for check in report.checks} == {"passed"}
    used = {check.test.id.rpartition("::")[2]: check.cpu_seconds for check in report.checks}
    assert used["test_in_threads"] < 0.45
    assert used["test_in_a_pool"] < 0.45
    assert used["test_in_the_loop"] < 0.45


PROCESSORS = """
import os
import time

def processors():
    try:
        os.sched_setaffinity(0, range(os.cpu_count()))
    except OSError:
        pass
    began = time.monotonic()
    for _ in range(3):
        if os.fork() == 0:
            while time.monotonic() < began + 2:
                pass
            os._exit(0)
    used = 0.0
    for _ in range(3):
        usage = os.wait3(0)[2]
        used += usage.ru_utime + usage.ru_stime
    return used / (time.monotonic() - began)
"""


@pytest.mark.skipif(os.cpu_count() == 1, reason="there is one only")
def test_a_submission_has_one_processor(verdicts: Verdicts) -> None:
    suite = """
    from solution import processors

    def test_it():
        assert 0.05 < processors() < 1.2
    """
    assert verdicts(suite, PROCESSORS) == {"test_it": "passed"}


def test_the_tables_of_pages_are_memory(verdicts: Verdicts) -> None:
    source = """
    import mmap
    import os
    import time

    def map_much_and_use_nothing():
        for _ in range(40):
            if os.fork() == 0:
                for _ in range(4):
                    # Where nothing was written all pages are one and the same; tables it needs as any other.
                    much = mmap.mmap(-1, 1 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
                    much.madvise(15)  # MADV_NOHUGEPAGE
                    for place in range(0, 1 << 30, 2 << 20):
                        much[place]
                    globals().setdefault("held", []).append(much)
                break
        time.sleep(60)
    """
    suite = """
    from solution import map_much_and_use_nothing

    def test_it(): map_much_and_use_nothing()
    """
    assert verdicts(suite, source, memory_mb=192) == {"test_it": "memory"}
