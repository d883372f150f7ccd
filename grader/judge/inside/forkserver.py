"""The fork server: collects the suites of one exercise, then forks a process for each judge.

It has one thread and sees nothing of a submission. When a judge has ended, it reports the exit status on the
judge's own socket, since only a parent learns that. The judges share the result of pytest's collection: each
has a copy of the suites' modules as they are after import. (The standard library's forkserver forks earlier,
starts its interpreter with the caller's environment, and imports the caller's main module in each child.)
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import socket
import traceback

import pytest

from ..assignment import assignment_from, suites_from
from ..births import NUMBER_BYTES, Birth, reaped
from ..events import JudgeEnded, JudgeFailed, to_line
from .main import Parent, Run

# It has ended when this is asked, and is gone at once.
_END_MILLISECONDS = 5000


class ForkPoint:
    """A pytest hook that forks: the parent never returns from it, each child returns and runs the tests."""

    def __init__(self, requests: socket.socket, run: Run) -> None:
        self._requests = requests
        self._run = run
        self.parent: Parent | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Forks once all tests are collected and checked, before anything depends on a submission."""
        for item in items:
            _ = item.location  # pytest finds it once and keeps it
        self.serve()

    def serve(self) -> None:
        """Forks judges until the grader has gone; returns only in a judge, which then has its socket."""
        if self.parent is not None:
            return
        # What is here now is shared with every judge: the collector must not touch, and so copy, it.
        gc.freeze()
        self.parent = Parent(socket.socket(fileno=self._in_a_judge()))
        gc.enable()
        command = self.parent.receive("begin")
        self._run.take(self.parent, assignment_from(command["assignment"]))

    def _in_a_judge(self) -> int:
        """Forks for each request; returns only in the child, with the descriptor of the judge's socket."""
        judges: dict[int, tuple[int, int]] = {}  # by the descriptor of the process: its number, its socket
        poll = select.poll()
        poll.register(self._requests, select.POLLIN)
        while True:
            for number, _ in poll.poll():
                if number in judges:
                    poll.unregister(number)
                    _bury(number, *judges.pop(number))
                    continue
                _, descriptors, _, _ = socket.recv_fds(self._requests, 1, 1)
                if not descriptors:
                    os._exit(0)
                (theirs,) = descriptors
                birth = Birth()
                pid = os.fork()
                if pid == 0:
                    birth.in_child()
                    self._requests.close()
                    for process, (_, control) in judges.items():
                        os.close(process)
                        os.close(control)
                    return theirs
                # A descriptor, unlike a number, never comes to mean another process.
                process = birth.in_parent(pid)
                judges[process] = pid, theirs
                poll.register(process, select.POLLIN)
                socket.send_fds(self._requests, [pid.to_bytes(NUMBER_BYTES)], [process])


def main(control: int) -> None:
    """Serves the socket with the descriptor `control`, whose first message names the exercise."""
    os.chdir("/")
    requests = socket.socket(fileno=control)
    length = requests.recv(NUMBER_BYTES, socket.MSG_WAITALL)
    document = requests.recv(int.from_bytes(length), socket.MSG_WAITALL)
    if not document:
        return
    run = Run(suites_from(json.loads(document)))
    fork = ForkPoint(requests, run)
    # Only a judge comes back from here, and nothing is to be tidied up behind it.
    try:
        status = run.run(fork)
        fork.serve()  # where pytest ended before anything was collected: each judge shall say so
        run.conclude(status)
    except BaseException:
        if fork.parent is not None:
            fork.parent.emit(JudgeFailed(traceback.format_exc()[-8000:]))
        raise
    finally:
        os._exit(0)


def _bury(process: int, pid: int, control: int) -> None:
    """Reaps a judge that has ended, and sends its exit status to the grader if that still listens."""
    ending = reaped(pid, _END_MILLISECONDS)
    os.close(process)
    if ending is None:
        return  # elsewhere than on Linux it can close its end of the pipe before it ends
    line = to_line(JudgeEnded(*ending))
    with socket.socket(fileno=control) as sock, contextlib.suppress(OSError):
        # On a line of its own, whatever the judge's last one was.
        sock.send(b"\n" + line, socket.MSG_DONTWAIT)
