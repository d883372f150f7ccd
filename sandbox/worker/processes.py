"""Manages processes for tests: forks them, learns how they ended, and removes everything they leave."""

from __future__ import annotations

import os
import resource
import select
import struct
import time

from grader.wire.messages import TestEnd

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    import socket
    from collections.abc import Callable
else:  # the modules around them make enumerations, which takes as long as all the rest of the worker
    import _signal as signal
    import _socket as socket


_CREDENTIALS = struct.Struct("iII")  # pid, user, group


class TestProcess:
    """A forked child that waits for its test: a socket for messages, pipes for input and output.

    If it may share its time with the judge, `waits` is another socket, for reports of waiting.
    """

    def __init__(self, *, shares_time: bool = False) -> None:
        self.waits: socket.socket | None = None
        self.childs_waits: socket.socket | None = None
        if shares_time:
            self.waits, self.childs_waits = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.channel, self.childs_end = socket.socketpair()
        self.childs_input, self.input = os.pipe()
        self.out, self.childs_out = os.pipe()
        self.err, self.childs_err = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            return
        self.childs_end.close()
        for childs in (self.childs_input, self.childs_out, self.childs_err):
            os.close(childs)
        if self.waits and self.childs_waits:
            self.childs_waits.close()
            self.waits.setblocking(False)
        self.channel.setblocking(False)
        # Before it can send anything: the kernel says of all data which process sent it.
        self.channel.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        os.set_blocking(self.input, False)
        os.set_blocking(self.out, False)
        os.set_blocking(self.err, False)


def from_whom(channel: socket.socket, most_bytes: int) -> tuple[bytes, int | None]:
    """Reads data; returns also the pid of the process that sent it, as the kernel says; None at the end."""
    data, notes, _, _ = channel.recvmsg(most_bytes, socket.CMSG_SPACE(_CREDENTIALS.size))
    for level, kind, note in notes:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
            return data, _CREDENTIALS.unpack(note)[0]
    return data, None


def apart(function: Callable[[], bytes], *, seconds: float, most_bytes: int) -> bytes | None:
    """Runs `function` in a separate process; returns None if it fails or exceeds time or memory."""
    result, its_result = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))
            with open(its_result, "wb") as file:
                file.write(function())
            status = 0
        finally:
            os._exit(status)
    os.close(its_result)
    data, deadline, poll = b"", time.monotonic() + seconds, select.poll()
    poll.register(result, select.POLLIN)
    while len(data) <= most_bytes and poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        piece = os.read(result, 1 << 20)
        if not piece:
            break
        data += piece
    else:
        os.kill(pid, signal.SIGKILL)
    os.close(result)
    return data if os.waitpid(pid, 0)[1] == 0 else None


def reap(pid: int) -> int | None:
    """Reaps all children that have ended; returns the status of `pid` if it was among them."""
    status = None
    try:
        while True:
            ended, ended_status = os.waitpid(-1, os.WNOHANG)
            if ended == 0:
                return status
            if ended == pid:
                status = ended_status
    except ChildProcessError:
        return status


def how_it_ended(status: int) -> tuple[str, int]:
    """Decodes a wait status into the reason, and the exit status or signal number."""
    if os.WIFSIGNALED(status):
        return TestEnd.SIGNALLED, os.WTERMSIG(status)
    return TestEnd.EXITED, os.WEXITSTATUS(status)


def kill_all_others() -> None:
    """Kills every process in the sandbox except this one, and waits until they are gone."""
    while True:
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            pass
        try:
            os.waitpid(-1, 0)
            # All that is dead by now before the next kill, which would look at each of them again.
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return


def empty(folder: str) -> None:
    """Removes everything in `folder`, which itself may belong to another user.

    Nested folders are moved up first, so that neither their depth nor the length of their path matters.
    """
    folders = [folder]
    while folders:
        path = folders.pop()
        try:
            entries = list(os.scandir(path))
        except OSError:
            entries = []
        for entry in entries:
            try:
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.path)
                    continue
                os.chmod(entry.path, 0o700)  # a test may have made it unreadable
                moved = f"{folder}/{os.urandom(16).hex()}"
                os.rename(entry.path, moved)
                folders.append(moved)
            except OSError:
                pass
        if path != folder:
            try:
                os.rmdir(path)
            except OSError:
                pass
