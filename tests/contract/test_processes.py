"""What a test's processes were and did is told to a suite by process 1, whatever the test says of them."""

from __future__ import annotations

import textwrap

import pytest

from grader.sandboxes.bubblewrap import cgroup

from .conftest import Verdicts

SOLUTION = """
import hashlib
import os
import threading
import time

def work():
    # As much CPU on each machine, however fast it is.
    begun = time.thread_time()
    while time.thread_time() - begun < 0.2:
        hashlib.pbkdf2_hmac("sha256", b"", b"", 1000)

def forked(function, seconds=0.1):
    pid = os.fork()
    if pid == 0:
        try:
            function()
            time.sleep(seconds)
        finally:
            os._exit(0)
    return pid

def waited_for(pid):
    os.waitpid(pid, 0)
    return pid

def itself():
    os.getpid = lambda: 77
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

def one():
    return waited_for(forked(work))

def a_child_of_a_child():
    def function():
        waited_for(forked(work))
    waited_for(forked(function))

def nobodys():
    # Its parent is gone, and nobody is told of its end.
    def function():
        forked(work)
    waited_for(forked(function, 0))
    time.sleep(1)

def a_thousand_short_ones():
    for _ in range(1000):
        waited_for(forked(lambda: None, 0))
    work()

def stays():
    return forked(lambda: None, 1000)

def ends():
    threading.Timer(0.1, lambda: os._exit(3)).start()
"""
SUITE = """
import time

import pytest
from solution import a_child_of_a_child, a_thousand_short_ones, ends, itself, nobodys, one, stays

LITTLE, MUCH = 0.04, 0.08  # of the work that takes 0.2 seconds of CPU


def busy(processes):
    return [child for child in processes.children if child.cpu_seconds > MUCH]


def test_threads_are_no_processes(processes):
    before = processes.own
    itself()
    assert processes.children == []
    assert processes.own.pid == before.pid != 77
    assert processes.own.running
    assert processes.own.cpu_seconds - before.cpu_seconds > MUCH


def test_a_child_that_has_ended_is_seen(processes):
    before = processes.own.cpu_seconds
    pid = one()
    assert [(child.pid, child.running) for child in busy(processes)] == [(pid, False)]
    assert processes.own.cpu_seconds - before < LITTLE


def test_so_is_one_that_a_child_started(processes):
    before = processes.own.cpu_seconds
    a_child_of_a_child()
    assert len(busy(processes)) == 1
    assert processes.own.cpu_seconds - before < LITTLE


def test_so_is_one_whose_parent_is_gone(processes):
    before = processes.own.cpu_seconds
    nobodys()
    assert len(busy(processes)) == 1
    assert processes.own.cpu_seconds - before < LITTLE


def test_its_own_is_told_apart_from_however_many(processes):
    before = processes.own
    a_thousand_short_ones()
    assert processes.own.pid == before.pid
    assert processes.own.cpu_seconds - before.cpu_seconds > MUCH


def test_one_that_stays_is_running(processes):
    pid = stays()
    assert [(child.pid, child.running) for child in processes.children] == [(pid, True)]


def test_a_call_back_can_look(processes, sandbox):
    seen = []
    sandbox.keep(sandbox.make("lambda look: look()"), lambda: seen.append(processes.own.pid))
    assert seen == [processes.own.pid]


def test_none_are_those_of_another_test(processes):
    assert processes.children == []


def test_who_ends_meanwhile_has_crashed(processes):
    ends()
    while processes.own.running:
        time.sleep(0.01)
"""


@pytest.fixture(params=["as it is", pytest.param("without a group", marks=pytest.mark.matrix)], autouse=True)
def group(request: pytest.FixtureRequest, sandbox_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without a group":
        if sandbox_name == "docker":
            pytest.skip("a container has one always")
        monkeypatch.setattr(cgroup, "make", lambda memory_bytes, processes: None)


def test_a_suite_is_told_what_the_kernel_counts(verdicts: Verdicts) -> None:
    found = verdicts(textwrap.dedent(SUITE), SOLUTION)
    assert found.pop("test_who_ends_meanwhile_has_crashed") == "crashed"
    assert len(found) == 8
    assert found == dict.fromkeys(found, "passed")


def test_a_program_has_runs_and_no_such_processes(verdicts: Verdicts) -> None:
    suite = """
        import pytest

        def test_refused(program, processes):
            program()
            with pytest.raises(RuntimeError, match="never imported|not imported"):
                processes.own
        """
    assert verdicts(textwrap.dedent(suite), "print(1)", kind="program") == {"test_refused": "passed"}


def test_who_has_another_process_answer_cannot_have_its_processes_counted(verdicts: Verdicts) -> None:
    """It would be counted as one that was started, and the one that waits as the one that answers."""
    source = "import os, time\nif os.fork():\n    time.sleep(60)\ndef f(): return 1\n"
    suite = "from solution import f\ndef test_it():\n    assert f() == 1\n"
    suite += "def test_counted(processes):\n    assert f() == 1\n    assert processes.own\n"
    assert verdicts(suite, source, points=2) == {"test_it": "passed", "test_counted": "crashed"}
