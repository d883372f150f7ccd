"""What runs at the same time in two sandboxes cannot meet, see or hurt each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from grader.sandboxes.base import SandboxProvider
from tests import real

SUITE = """
from solution import found

def test_found():
    assert found() == []
"""
# Leaves its marks wherever two could meet, and looks for others while these are there.
MARKS = """
import os
import socket
import time

kept = []

def bound(family, address):
    kept.append(socket.socket(family))
    kept[-1].bind(address)
    kept[-1].listen()

def found():
    wrong = [name for folder in ("/tmp", "/dev/shm") for name in os.listdir(folder)]
    for folder in ("/tmp", "/dev/shm"):
        open(folder + "/mark", "w").close()
    bound(socket.AF_UNIX, "\\0mark")
    bound(socket.AF_UNIX, "/tmp/socket")
    bound(socket.AF_INET, ("127.0.0.1", 34567))
    kept.append(os.openpty())
    time.sleep(1.5)
    wrong += [name for name in os.listdir("/dev/pts") if name not in ("0", "ptmx")]
    wrong += [name for name in os.listdir("/proc") if name.isdigit() and int(name) not in (1, os.getpid())]
    with open("/proc/net/unix") as file:
        wrong += [line for line in file if "mark" in line][1:]
    return wrong
"""
VIOLENT = """
import os
import signal

def found():
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                os.kill(int(name), signal.SIGKILL)
            except OSError:
                pass
    for kill, number in ((os.kill, -1), (os.killpg, 0), (os.killpg, os.getpgid(1))):
        try:
            kill(number, signal.SIGKILL)
        except OSError:
            pass
    return []
"""
PEACEFUL = """
import time

def found():
    time.sleep(1.5)
    return []
"""


def side_by_side(folder: Path, sandbox: SandboxProvider, *sources: str) -> list[str]:
    """The verdicts on the sources, all of them graded at the same time."""
    exercise = real.tiny_exercise(folder / "exercise", SUITE)
    with ThreadPoolExecutor(len(sources)) as pool:
        reports = list(pool.map(lambda source: real.graded(exercise, source.encode(), sandbox), sources))
    for check in (check for report in reports for check in report.checks):
        print(check.verdict, check.message)  # for whoever reads why a test failed
    return [check.verdict.value for report in reports for check in report.checks]


def test_they_find_nothing_of_each_other(sandbox: SandboxProvider, tmp_path: Path) -> None:
    assert side_by_side(tmp_path, sandbox, *[MARKS] * 3) == ["passed"] * 3


def test_whoever_kills_all_it_can_hurts_only_itself(sandbox: SandboxProvider, tmp_path: Path) -> None:
    verdicts = side_by_side(tmp_path, sandbox, PEACEFUL, VIOLENT, PEACEFUL)
    assert verdicts == ["passed", "crashed", "passed"]
    assert side_by_side(tmp_path / "later", sandbox, PEACEFUL) == ["passed"]
