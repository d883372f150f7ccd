"""Finds and kills processes that a killed bubblewrap left behind.

Its child, process 1 of the sandbox, dies with it only once it is set up. Killed earlier, bubblewrap leaves a
child that waits for ever for its parent to write the maps of users; it has run nothing of the candidate's.
"""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path


def kill_with_child(pid: int) -> None:
    """Kills a bubblewrap, which must be our child, and its child."""
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGSTOP)  # so that it cannot start a child after we have looked
        os.waitid(os.P_PID, pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            _kill(int(child))
    _kill(pid)


def remove(command: tuple[str, ...]) -> None:
    """Kills orphaned children of bubblewrap, recognized by how the `command` that they wait for begins."""
    beginning = "\0".join(("--", *command, "")).encode()
    for entry in os.scandir("/proc"):
        with contextlib.suppress(OSError, ValueError):  # gone, or no process
            pid = int(entry.name)
            line = _line(pid)
            if beginning in line and _first_of_a_namespace(pid) and line != _line(_parent(pid)):
                _kill(pid)


def _line(pid: int) -> bytes:
    with contextlib.suppress(FileNotFoundError):  # the parent is 0 if it is outside our namespace
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _first_of_a_namespace(pid: int) -> bool:
    """Whether `pid` is process 1 of a PID namespace below ours."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("NSpid:"):
            return len(line.split()) > 2 and line.split()[-1] == "1"
    return False


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
