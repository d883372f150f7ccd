"""Each test has a process of its own, and nothing of one test is there in the next."""

from pathlib import Path

from grader.sandboxes.base import SandboxProvider
from tests import real

from .conftest import Grade, Verdicts

# Each test looks for what the others leave, then leaves it too: in any order the second would see the first.
THREE_TIMES = "from solution import clean, soil\n" + "".join(
    f"def test_{place}():\n    assert clean() == []\n    soil()\n    assert clean() != []\n"
    for place in range(3)
)
ALL_PASSED = {"test_0": "passed", "test_1": "passed", "test_2": "passed"}


def test_globals_and_imported_modules_do_not_carry_over(verdicts: Verdicts) -> None:
    source = """
    import builtins
    import json
    import sys

    state = []

    def soil():
        state.append(1)
        json.dumps = builtins.sorted = sys.modules["fractions"] = None

    def clean():
        return state + [1 for changed in (json.dumps, builtins.sorted) if changed is None]
    """
    assert verdicts(THREE_TIMES, source) == ALL_PASSED


def test_files_do_not_carry_over(verdicts: Verdicts) -> None:
    source = """
    import os

    def soil():
        for folder in ("/tmp", "/dev/shm"):
            os.makedirs(folder + "/a/b")
            for name in ("/file", "/a/b/file", "/.hidden"):
                with open(folder + name, "w") as file:
                    file.write("left")
            os.symlink("/", folder + "/link")
            os.mkfifo(folder + "/fifo")
            os.chdir(folder)
            for _ in range(3000):  # deeper than a path can be long
                os.mkdir("deep")
                os.chdir("deep")
            os.chdir("/")
            os.chmod(folder + "/a/b", 0)
            os.chmod(folder + "/a", 0)

    def clean():
        return os.listdir("/tmp") + os.listdir("/dev/shm")
    """
    assert verdicts(THREE_TIMES, source) == ALL_PASSED


def test_processes_do_not_carry_over_however_they_hide(verdicts: Verdicts) -> None:
    source = """
    import os
    import signal
    import threading
    import time

    def hide():
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        while True:
            time.sleep(1000)

    def soil():
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        for _ in range(3):
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    hide()
                os._exit(0)
            os.wait()

    def clean():
        others = {"1", str(os.getpid())}
        return [name for name in os.listdir("/proc") if name.isdigit() and name not in others]
    """
    assert verdicts(THREE_TIMES, source) == ALL_PASSED


def test_shared_memory_does_not_carry_over(verdicts: Verdicts) -> None:
    source = """
    from multiprocessing import shared_memory

    def soil():
        shared_memory.SharedMemory("left", create=True, size=100)

    def clean():
        try:
            return [shared_memory.SharedMemory("left").size > 0]
        except FileNotFoundError:
            return []
    """
    assert verdicts(THREE_TIMES, source) == ALL_PASSED


def test_what_is_left_behind_does_not_hold_up_the_end(grade: Grade) -> None:
    source = """
    import os
    import time

    def f():
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                while True:  # holds every descriptor that it was given
                    time.sleep(1000)
            os._exit(0)
        return 7
    """
    report = grade("from solution import f\n\ndef test_it(): assert f() == 7\n", source)
    (check,) = report.checks
    assert check.verdict.value == "passed"
    assert check.wall_seconds < 30


def test_random_starts_anew_in_each_test_and_alike_when_repeated_with_the_seed(
    sandbox: SandboxProvider, tmp_path: Path
) -> None:
    # What was thrown is told by how the test fails, which an assessor reads.
    suite = "from solution import throw\n" + "".join(
        f"def test_{place}():\n    thrown = throw()\n    assert thrown is None\n" for place in range(2)
    )
    source = b"import random\n\ndef throw():\n    return random.random()\n"
    exercise = real.tiny_exercise(tmp_path / "exercise", suite)

    def thrown(seed: int) -> list[str]:
        report = real.graded(exercise, source, sandbox, seed=seed)
        return [check.message for check in report.checks]

    first, again, other = thrown(1), thrown(1), thrown(2)
    assert first == again
    assert len({*first, *other}) == 4


def test_fixtures_are_torn_down_though_one_of_them_cannot_go_on(verdicts: Verdicts) -> None:
    """The first to be torn down uses what is gone; the next test gets new ones all the same."""
    suite = """
    import pytest
    from solution import f

    seen = []

    @pytest.fixture
    def first():
        yield object()

    @pytest.fixture
    def second(first):
        yield f()
        f()

    @pytest.mark.parametrize("asks", [True, False] * 3, ids=range(6))
    def test_it(first, second, asks):
        assert first not in seen
        seen.append(first)
        assert not asks or second
    """
    found = verdicts(
        suite, "class C:\n    def __bool__(self): return True\n\ndef f(): return C()\n", points=6
    )
    assert found == {f"test_it[{n}]": ("failed", "passed")[n % 2] for n in range(6)}
