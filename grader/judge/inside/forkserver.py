"""The judges' server: it has collected the suites of one exercise, and forks there for each judge.

It has one thread, and sees nothing of a submission. What is shared by the judges is what pytest found: the
suites' modules as they are after their import, in each judge a copy of its own. (The standard library's
forkserver forks earlier, starts its interpreter with the caller's environment, and imports the caller's main
module in each child.)
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import traceback

import pytest

from .main import Parent, Run

# Of what says which exercise it is: two paths and a few numbers.
_MOST_BYTES = 1 << 16


class ForkPoint:
    """The place in pytest's run where judges begin; what is behind it only they ever see."""

    def __init__(self, asked: socket.socket, run: Run) -> None:
        self._asked = asked
        self._run = run
        self.parent: Parent | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """All is collected and checked; what depends on the submission is not known yet."""
        for item in items:
            _ = item.location  # pytest finds it once and keeps it
        self.serve()

    def serve(self) -> None:
        """Serves until the grader is gone; returns in each judge, which then has its job."""
        if self.parent is not None:
            return
        # What is here now is shared with every judge: the collector must not touch, and so copy, it.
        gc.freeze()
        self.parent = Parent(socket.socket(fileno=self._in_a_judge()))
        gc.enable()
        self._run.take(self.parent, self.parent.receive())

    def _in_a_judge(self) -> int:
        """Forks whenever it is asked to, and gives a judge the descriptor of its own socket."""
        while True:
            _, descriptors, _, _ = socket.recv_fds(self._asked, 1, 1)
            if not descriptors:
                os._exit(0)
            (theirs,) = descriptors
            pid = os.fork()
            if pid == 0:
                self._asked.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                return theirs
            os.close(theirs)
            _tell(self._asked, pid)


def main(control: int) -> None:
    """Serves the socket with that descriptor, where the exercise comes first."""
    os.chdir("/")
    asked = socket.socket(fileno=control)
    job = asked.recv(_MOST_BYTES)
    if not job:
        return
    # Nobody waits for a judge: it is watched by its descriptor, and the kernel buries it.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    run = Run(json.loads(job))
    fork = ForkPoint(asked, run)
    # Only a judge comes back from here, and nothing is to be tidied up behind it.
    try:
        status = run.run(fork)
        fork.serve()  # where pytest ended before anything was collected: each judge shall say so
        run.conclude(status)
    except BaseException:
        if fork.parent is not None:
            fork.parent.emit({"event": "failed", "text": traceback.format_exc()[-8000:]})
        raise
    finally:
        os._exit(0)


def _tell(asked: socket.socket, pid: int) -> None:
    """Sends a descriptor of the process: unlike its number it never comes to mean another one."""
    try:
        number = os.pidfd_open(pid)
    except ProcessLookupError:  # it has ended already
        asked.sendall(b"x")
        return
    socket.send_fds(asked, [b"p"], [number])
    os.close(number)
