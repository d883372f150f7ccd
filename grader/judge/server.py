"""The judges' server: a process that has pytest loaded, and forks a judge whenever it is asked for one.

It has one thread, and sees neither a suite nor anything of a sandbox: that is for the judges alone, so that
each begins as fresh as one that was started on its own. (The standard library's forkserver would do the same,
but starts its interpreter with the caller's environment and imports the caller's main module in each child.)
"""

from __future__ import annotations

import gc
import os
import signal
import socket
from typing import NoReturn

from .main import main as judge


def main(control: int) -> None:
    """Serves the socket with that descriptor until its other end is closed."""
    import pytest  # noqa: F401 - what takes long, once for all

    # Nobody waits for a judge: it is watched by its descriptor, and the kernel buries it.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.freeze()  # what is here now is shared with every judge: the collector must not touch, and so copy, it
    with socket.socket(fileno=control) as asked:
        while True:
            _, descriptors, _, _ = socket.recv_fds(asked, 1, 1)
            if not descriptors:
                return
            (theirs,) = descriptors
            pid = os.fork()
            if pid == 0:
                asked.close()
                _become_judge(theirs)
            os.close(theirs)
            _tell(asked, pid)


def _become_judge(control: int) -> NoReturn:
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        judge(control)
        status = 0
    finally:
        os._exit(status)


def _tell(asked: socket.socket, pid: int) -> None:
    """Sends a descriptor of the process: unlike its number it never comes to mean another one."""
    try:
        number = os.pidfd_open(pid)
    except ProcessLookupError:  # it has ended already
        asked.sendall(b"x")
        return
    socket.send_fds(asked, [b"p"], [number])
    os.close(number)
