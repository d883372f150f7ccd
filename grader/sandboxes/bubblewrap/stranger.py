"""An unused user id for each sandbox that root starts, so that the sandbox owns no file of the host.

Theory of operation. Whatever user id a process has inside, to the kernel it is a user outside: whoever
started bubblewrap. If that is root, the submission owns every visible file, the host's device nodes and the
kernel's switches in /proc. So root's sandboxes get a user id that nobody has, each a different one, since the
kernel also counts some resources by user (watches, buffers of pipes, descriptors in messages), of which one
sandbox could use up another's share.

bubblewrap still has to find the files, which may lie where only root may look, such as in root's home folder.
It joins a user namespace that maps root and the stranger, becomes the stranger there, keeps its rights over
root's files while it mounts everything, and then moves to a nested namespace that maps the stranger alone. A
process of ours makes both namespaces and ends at once. An ordinary user needs none of it: bubblewrap makes
its namespaces itself, and to the kernel it remains that user.
"""

from __future__ import annotations

import _ctypes  # the package around it takes four times as long to import, for types that nothing here needs
import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from .. import policy

# Where the numbers come from: the first that nobody has by systemd's table of users and groups
# (https://systemd.io/UIDS-GIDS), above all that are given to people, services or containers and below 2^31,
# from where on some programs take them for negative; then, where root itself is only root of a container
# that knows no such numbers, those of services for as long as they run, to which no files belong.
_RANGES = ((0x70000000, 0x80000000), (61184, 65520))
_NEW_USER = 0x10000000  # CLONE_NEWUSER
_SET_DUMPABLE = 4  # PR_SET_DUMPABLE
# One at a time: what is forked holds the others' sockets open, and two would wait for each other's end.
_TURN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Stranger:
    """The bubblewrap arguments that select the sandbox's user, and the descriptors to inherit for that."""

    arguments: tuple[str, ...] = ("--unshare-user",)
    descriptors: tuple[int, ...] = ()


@contextlib.contextmanager
def stranger() -> Iterator[Stranger]:
    """Makes a new unused user if root asks; otherwise the sandbox runs as the current user.

    Raises:
        OSError: the kernel makes no user namespaces here.
    """
    number = _free_number() if os.geteuid() == 0 else None
    if number is None:
        yield Stranger()
        return
    with contextlib.ExitStack() as stack:
        with _TURN:
            descriptors = _namespaces(number)
        for descriptor in descriptors:
            stack.callback(os.close, descriptor)
        first, second = map(str, descriptors)
        yield Stranger(("--userns", first, "--userns2", second), descriptors)


def _free_number() -> int | None:
    """A random user id that, like the next one, nobody has; None if this namespace maps no such id."""
    with open("/proc/self/uid_map", "rb") as file:
        ranges = [tuple(map(int, line.split())) for line in file]
    for low, high in _RANGES:
        if any(start <= low and high <= start + count for start, _, count in ranges):
            return low + int.from_bytes(os.urandom(4), "big") % (high - low) // 2 * 2
    return None


def _namespaces(number: int) -> tuple[int, int]:
    """Opens two nested user namespaces: one maps root and the stranger, the inner one only the stranger."""
    ours, theirs = socket.socketpair()
    # Before the fork, since of several threads one may be in the loader just then.
    library = _ctypes.dlopen(None, 0)  # type: ignore[arg-type]  # what the interpreter is linked with
    unshare, prctl = (_ctypes.dlsym(library, name) for name in ("unshare", "prctl"))
    pid = os.fork()
    if pid == 0:
        try:
            ours.close()
            _hold(theirs, unshare, prctl)
        finally:
            os._exit(1)
    theirs.close()
    first = None
    try:
        with ours:
            _await(ours)
            # Nobody is 0 there, whom some kernels ask for when they make terminals: it has a number of its
            # own.
            for file in ("uid_map", "gid_map"):
                with open(f"/proc/{pid}/{file}", "wb") as map_file:
                    map_file.write(b"0 %d 1\n1 0 1\n%d %d 1\n" % (number + 1, policy.USER, number))
            first = os.open(f"/proc/{pid}/ns/user", os.O_RDONLY)
            ours.send(b"-")
            _await(ours)
            second = os.open(f"/proc/{pid}/ns/user", os.O_RDONLY)
            ours.send(b"-")
            return first, second
    except BaseException:
        if first is not None:
            os.close(first)
        raise
    finally:
        os.waitpid(pid, 0)


def _await(holder: socket.socket) -> None:
    if not holder.recv(1):
        raise OSError("the kernel refuses user namespaces, or numbers of users in them")


def _hold(grader: socket.socket, unshare: int, prctl: int) -> None:
    """Runs in the child that makes both namespaces: enters one after the other, ends when both are open."""
    if _ctypes.call_function(unshare, (_NEW_USER,)):
        return
    grader.send(b"-")
    grader.recv(1)
    os.setgroups([])
    os.setresgid(policy.USER, policy.USER, policy.USER)
    os.setresuid(policy.USER, policy.USER, policy.USER)
    # Else its own files in /proc are root's, from whom it has just parted.
    _ctypes.call_function(prctl, (_SET_DUMPABLE, 1, 0, 0, 0))
    if _ctypes.call_function(unshare, (_NEW_USER,)):
        return
    one_user = b"%d %d 1" % (policy.USER, policy.USER)
    for name, text in (("setgroups", b"deny"), ("uid_map", one_user), ("gid_map", one_user)):
        with open(f"/proc/self/{name}", "wb", buffering=0) as file:
            file.write(text)
    grader.send(b"-")
    grader.recv(1)
