"""How a test ends that does not end well: one verdict a cause, and no other test is touched."""

import pytest

from .conftest import Grade, Verdicts

DANGEROUS = """
import ctypes
import os
import signal
import sys
import threading
import time

def exit_now(): os._exit(0)
def exit_like_a_success(): os.write(1, b"1 passed"); os._exit(0)
def kill_itself(): os.kill(os.getpid(), signal.SIGKILL)
def kill_all(): os.kill(-1, signal.SIGKILL); os._exit(0)
def abort(): os.abort()
def segfault(): ctypes.string_at(0)
def exec_other(): os.execv("/proc/self/exe", ["python", "-c", "pass"])
def leave(): sys.exit(0)

def spin():
    while True:
        pass

def spin_uninterruptibly():
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    int("9" * 4000) ** 10**9

def spin_in_threads():
    for _ in range(3):
        threading.Thread(target=spin, daemon=True).start()
    time.sleep(1000)

def spin_in_a_child():
    if os.fork() == 0:
        spin()
    os.wait()

def nap(): time.sleep(1000)
def nap_forked():
    if os.fork() == 0:
        time.sleep(1000)
    os.wait()

def hoard():
    held = []
    while True:
        held.append(b"x" * (1 << 20))

def hoard_at_once(): return len(b"x" * (3 << 30))

def hoard_in_children():
    for _ in range(8):
        if os.fork() == 0:
            held = b"x" * (40 << 20)
            time.sleep(1000)
    time.sleep(1000)

def flood():
    while True:
        print("y" * 1000)

def flood_stderr():
    while True:
        os.write(2, b"z" * 4096)

def f(): return 7
"""


def test_each_way_to_end_badly_has_its_verdict_and_touches_no_other_test(verdicts: Verdicts) -> None:
    expected = {
        "exit_now": "crashed",
        "exit_like_a_success": "crashed",
        "kill_itself": "crashed",
        "kill_all": "failed",
        "abort": "crashed",
        "segfault": "crashed",
        "exec_other": "crashed",
        "leave": "failed",
        "spin": "timeout",
        "spin_uninterruptibly": "timeout",
        "spin_in_threads": "timeout",
        "spin_in_a_child": "timeout",
        "nap": "timeout",
        "nap_forked": "timeout",
        "hoard": "memory",
        "hoard_at_once": "memory",
        "hoard_in_children": "memory",
        "flood": "output",
        "flood_stderr": "output",
    }
    limits = {"nap": "wall_seconds=0.3", "nap_forked": "wall_seconds=0.3"}
    limits |= {name: "cpu_seconds=0.4" for name in expected if name.startswith("spin")}
    suite = f"import pytest\nfrom solution import f, {', '.join(expected)}\n\ndef test_f(): assert f() == 7\n"
    for name in expected:
        suite += f"@pytest.mark.limits({limits.get(name, '')})\ndef test_{name}():\n    {name}()\n"
    found = verdicts(suite, DANGEROUS, memory_mb=128, output_kb=1024)
    assert found == {"test_f": "passed"} | {f"test_{name}": verdict for name, verdict in expected.items()}


def test_a_limit_passed_after_the_right_answer_still_counts(verdicts: Verdicts) -> None:
    suite = """
    import pytest
    from solution import exit_now, f, spin

    def test_exit():
        assert f() == 7
        exit_now()

    @pytest.mark.limits(cpu_seconds=0.4)
    def test_spin():
        assert f() == 7
        try:
            spin()
        except BaseException:
            pass
    """
    assert verdicts(suite, DANGEROUS) == {"test_exit": "crashed", "test_spin": "timeout"}


def test_bombs_of_processes_and_threads_cost_their_own_test_only(verdicts: Verdicts) -> None:
    source = """
    import os
    import threading
    import time

    def processes():
        for _ in range(11):  # where nothing stops it 2048 of them: seen, and survived by the machine
            try:
                os.fork()
            except OSError:
                pass
        time.sleep(1000)

    def sleeping_processes():
        for _ in range(10_000):
            if os.fork() == 0:
                time.sleep(1000)
        return 7

    def threads():
        for _ in range(10_000):
            threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        return 7

    def f(): return 7
    """
    suite = """
    from solution import f, processes, sleeping_processes, threads

    def test_processes(): assert processes() == 7
    def test_sleeping_processes(): assert sleeping_processes() == 7
    def test_threads(): assert threads() == 7
    def test_first(): assert f() == 7
    def test_second(): assert f() == 7
    """
    found = verdicts(suite, source, processes=40)
    passed = {name for name, verdict in found.items() if verdict == "passed"}
    assert passed == {"test_first", "test_second"}


UNLOADABLE: dict[str, tuple[bytes, str]] = {
    "syntax error": (b"def f(:\n", "error"),
    "indentation": (b"def f():\nreturn 1\n", "error"),
    "NUL": (b"def f(): return 7\n\0\n", "error"),
    "deep nesting": (b"x = " + b"(" * 50_000 + b")" * 50_000 + b"\ndef f(): return 7\n", "error"),
    "raises": (b"def f(): return 7\nraise RuntimeError('no')\n", "error"),
    "imports what is not there": (b"import numpy\ndef f(): return 7\n", "error"),
    "exits politely": (b"def f(): return 7\nimport sys; sys.exit(0)\n", "error"),
    "interrupts": (b"def f(): return 7\nraise KeyboardInterrupt\n", "error"),
    "unknown encoding": (b"# -*- coding: klingon -*-\ndef f(): return 7\n", "error"),
    "defines something else": (b"def g(): return 7\n", "error"),
    "nothing but a comment": (b"# to do\n", "error"),
    "exits at once": (b"def f(): return 7\nimport os; os._exit(0)\n", "crashed"),
    "segfaults": (b"def f(): return 7\nimport ctypes; ctypes.string_at(0)\n", "crashed"),
    "never ends": (b"def f(): return 7\nwhile True: pass\n", "timeout"),
    "eats memory": (b"def f(): return 7\nx = []\nwhile True: x.append(b'x' * 1000000)\n", "memory"),
    "prints for ever": (b"def f(): return 7\nwhile True: print('x' * 1000)\n", "output"),
}


@pytest.mark.parametrize("name", UNLOADABLE)
def test_a_file_that_cannot_be_loaded_passes_no_test(verdicts: Verdicts, name: str) -> None:
    source, verdict = UNLOADABLE[name]
    suite = """
    from solution import f

    def test_one(): assert f() == 7
    def test_two(): assert f() == 7
    def test_that_asks_nothing(): pass
    """
    found = verdicts(suite, source, cpu_seconds=0.4, memory_mb=128, output_kb=512)
    assert found == dict.fromkeys(("test_one", "test_two", "test_that_asks_nothing"), verdict)


def test_a_file_that_hangs_while_it_loads_costs_its_limit_twice_and_no_more(grade: Grade) -> None:
    suite = "from solution import f\n" + "".join(
        f"def test_{place}(): assert f() == 7\n" for place in range(50)
    )
    report = grade(suite, "while True: pass\n", cpu_seconds=0.3)
    messages = [check.message for check in report.checks]
    assert {check.verdict.value for check in report.checks} == {"timeout"}
    # The first one was run twice, before that counted.
    assert messages.count("it used more CPU time than the limit") == 1
    assert messages.count("not run: the file could not be loaded within the limits") == 49
