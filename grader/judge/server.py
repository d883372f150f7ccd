"""The judges' server: a process in which pytest is about to collect, and which forks there for each judge.

It has one thread, and sees neither a suite nor anything of a submission: pytest, its plugins and its options
are all that a judge finds, so each begins as fresh as one that was started on its own. (The standard
library's forkserver forks earlier, starts its interpreter with the caller's environment, and imports the
caller's main module in each child.)
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import traceback

import pytest

from .main import Parent, Run, options


class Fork:
    """The place in pytest's run where judges begin; what is behind it only they ever see."""

    def __init__(self, asked: socket.socket) -> None:
        self._asked = asked
        self.parent: Parent
        self.run: Run

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        """Serves until the grader is gone; returns in each judge, which then has its job."""
        # What is here now is shared with every judge: the collector must not touch, and so copy, it.
        gc.freeze()
        self.parent = Parent(socket.socket(fileno=self._in_a_judge()))
        gc.enable()
        try:
            self.run = Run(self.parent, self.parent.receive())
            session.config.args = self.run.suites()
            for plugin in self.run.plugins():
                session.config.pluginmanager.register(plugin)
        except BaseException:
            _fail(self.parent)
            raise

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


def main(control: int, folder: str) -> None:
    """Serves the socket with that descriptor, for the exercise in that folder."""
    os.chdir("/")
    # Nobody waits for a judge: it is watched by its descriptor, and the kernel buries it.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    fork = Fork(socket.socket(fileno=control))
    status = pytest.main(options(folder), plugins=[fork])
    # Only a judge comes here, and nothing is to be tidied up behind it.
    try:
        fork.run.conclude(status)
    except BaseException:
        _fail(fork.parent)
        raise
    finally:
        os._exit(0)


def _fail(parent: Parent) -> None:
    parent.emit({"event": "failed", "text": traceback.format_exc()[-8000:]})


def _tell(asked: socket.socket, pid: int) -> None:
    """Sends a descriptor of the process: unlike its number it never comes to mean another one."""
    try:
        number = os.pidfd_open(pid)
    except ProcessLookupError:  # it has ended already
        asked.sendall(b"x")
        return
    socket.send_fds(asked, [b"p"], [number])
    os.close(number)
