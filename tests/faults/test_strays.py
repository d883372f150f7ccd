"""A bubblewrap that is killed too early leaves a child that waits for ever: it is found and killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from grader.sandboxes.bubblewrap import strays
from grader.sandboxes.bubblewrap.alone import executable
from tests import real
from tests.faults.conftest import adopt, children, kill, state

COMMAND = ("/bin/true", "a command of this test")
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Waiting:
    """A bubblewrap whose child, not yet bound to it, waits for a byte in `gate`."""

    process: subprocess.Popen[bytes]
    child: int
    gate: int


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    real.sandbox_or_skip("bubblewrap")
    adopt(True)
    read, gate = os.pipe()
    argv = [executable(), "--unshare-user", "--unshare-pid", "--as-pid-1", "--die-with-parent"]
    argv += ["--block-fd", str(read), "--ro-bind", "/", "/", "--", *COMMAND]
    process = subprocess.Popen(argv, pass_fds=(read,))
    found: set[int] = set()
    try:
        wait_for(lambda: found.update(children(process.pid)) or found, "it has no child")
        yield Waiting(process, *found, gate)
    finally:
        for pid in found:
            kill(pid)
        process.kill()
        process.wait()
        wait_for(lambda: all(gone(pid) for pid in found), "it cannot be killed")
        os.close(read)
        os.close(gate)
        adopt(False)


def wait_for(holds: object, otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    assert callable(holds)
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.005)  # between two looks; what ends it is the thing itself


def gone(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    return not state(pid)


def test_a_stray_child_is_found_and_killed(waiting: Waiting) -> None:
    waiting.process.kill()
    waiting.process.wait()
    strays.remove(("/bin/true", "another command"))
    assert not gone(waiting.child)
    strays.remove(COMMAND)
    wait_for(lambda: gone(waiting.child), "it is still there")


def test_a_child_whose_bubblewrap_lives_is_none(waiting: Waiting) -> None:
    strays.remove(COMMAND)
    os.write(waiting.gate, b"x")
    assert waiting.process.wait(PATIENCE_SECONDS) == 0


def test_bubblewrap_is_killed_together_with_its_child(waiting: Waiting) -> None:
    strays.kill_with_child(waiting.process.pid)
    assert waiting.process.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    wait_for(lambda: gone(waiting.child), "it is still there")
