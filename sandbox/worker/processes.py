"""The processes of tests: forking them, learning how they ended, and leaving nothing of them behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket

from grader.wire.messages import Reason


class Process:
    """A forked child that waits to be told its test: a socket to talk, two pipes for what it prints."""

    def __init__(self) -> None:
        self.channel, self.childs_end = socket.socketpair()
        self.out, self.childs_out = os.pipe()
        self.err, self.childs_err = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            return
        self.childs_end.close()
        os.close(self.childs_out)
        os.close(self.childs_err)
        self.channel.setblocking(False)
        os.set_blocking(self.out, False)
        os.set_blocking(self.err, False)


def reap(pid: int) -> int | None:
    """Waits for whatever has ended; gives the status of `pid` if that was among it."""
    status = None
    with contextlib.suppress(ChildProcessError):
        while True:
            ended, ended_status = os.waitpid(-1, os.WNOHANG)
            if ended == 0:
                break
            if ended == pid:
                status = ended_status
    return status


def how_it_ended(status: int) -> tuple[str, int]:
    """The reason, with the exit status or the number of the signal."""
    if os.WIFSIGNALED(status):
        return Reason.KILLED, os.WTERMSIG(status)
    return Reason.EXITED, os.WEXITSTATUS(status)


def kill_all_others() -> None:
    """Kills every process in here but ourselves, and waits until they are gone."""
    while True:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def empty(folder: str) -> None:
    """Removes what a test left; a folder it made unreadable is opened first."""
    with contextlib.suppress(OSError):
        os.chmod(folder, 0o700)
        for entry in list(os.scandir(folder)):
            if entry.is_dir(follow_symlinks=False):
                empty(entry.path)
                with contextlib.suppress(OSError):
                    os.rmdir(entry.path)
            else:
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)
