"""Process 1 of a bubblewrap for many sandboxes: imports what they all need, and forks each of them.

Theory of operation. No code of a candidate's ever runs in this process. For each sandbox that the grader
requests, it forks a guardian, which enters a new user namespace and forks process 1 of a new PID namespace.
Process 1 joins its control group, sets up the other walls, reports that it is ready and becomes the
supervisor. The guardian waits for the end of process 1 and reports how it ended; when the grader no longer
wants the sandbox, or is gone, it kills process 1, and the kernel then kills all the rest. (Browsers start
their renderers in this way, and gave it the name.)
"""

from __future__ import annotations

import os
import select
import sys

from . import kernel, modules, namespaces, unseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    import socket
    from collections.abc import Callable
else:
    import _signal as signal
    import _socket as socket

_READY = b"ready"
_MOST_BYTES = 1 << 16
# The stream, the socket to the grader, the file for errors; where the control group counts CPU time, the file
# with that; then one for each folder of the group.
_MOST_DESCRIPTORS = 16
_COUNTED = b"c"  # what the grader says where there is such a file


def main(scratch_bytes: str, libraries: str, *read_only: str) -> list[int]:
    """Serves the socket at descriptor 0, whose first message is the filter for system calls.

    It returns in process 1 of each sandbox, which is to become the supervisor, with the supervisor's
    arguments.
    """
    namespaces.close_inherited()
    namespaces.make_read_only()
    namespaces.give_up_capabilities()
    control = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.close(null)
    program = control.recv(_MOST_BYTES)
    modules.import_libraries(libraries.split(",") if libraries else [])

    def put_up() -> None:
        namespaces.put_up(int(scratch_bytes), read_only, program)

    unseen.conceal_modules()
    # Nobody waits for a guardian: it says itself how its sandbox ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while request := _request(control):
        counted, descriptors = request
        try:
            pid = os.fork()
        except OSError:  # the grader sees that nobody holds the other ends
            pid = -1
        if pid == 0:
            control.close()
            return _to_the_end(_guard, put_up, counted, *descriptors)
        _close(*descriptors)
    os._exit(0)


def _request(control: socket.socket) -> tuple[bool, list[int]] | None:
    """Receives the descriptors for a new sandbox, and whether CPU time is counted; None at the end."""
    word, ancillary, _, _ = control.recvmsg(1, socket.CMSG_SPACE(4 * _MOST_DESCRIPTORS))
    descriptors = [number for _, _, data in ancillary for number in memoryview(data).cast("i")]
    return (word == _COUNTED, descriptors) if descriptors else None


def _guard(
    put_up: Callable[[], None], counted: bool, stream: int, grader: int, errors: int, *group: int
) -> list[int] | None:
    """Starts process 1 of a sandbox and makes sure that it ends; `group` are the control group's files.

    Returns only in process 1, with the supervisor's arguments.
    """
    os.dup2(errors, 2)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    namespaces.leave_user()
    pid = os.fork()
    if pid == 0:
        return _to_the_end(_become_first, put_up, counted, stream, grader, errors, *group)
    _close(stream, errors, *group)
    over = select.poll()
    for descriptor in (os.pidfd_open(pid), grader):
        over.register(descriptor, select.POLLIN)
    over.poll()
    os.kill(pid, signal.SIGKILL)  # it may have ended, but is not buried yet
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.write(grader, b"%d" % status)
    return None


def _become_first(
    put_up: Callable[[], None], counted: bool, stream: int, grader: int, errors: int, *group: int
) -> list[int]:
    """Makes this process the sandbox's process 1 and sets up its walls; returns the supervisor's input."""
    counter, doors = group[:counted], group[counted:]
    # Sessions and process groups reach across namespaces: a signal to its own must find none of ours.
    os.setsid()
    kernel.prctl(kernel.SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    for door in doors:
        os.write(door, b"0")
    put_up()
    for number in (0, 1):
        os.dup2(stream, number)
    _close(stream, errors, *doors)
    os.write(grader, _READY)
    os.close(grader)
    return list(counter)


def _to_the_end(do: Callable[..., list[int] | None], *arguments: object) -> list[int]:
    """Calls `do` and exits, since a forked process must not return to its parent's code.

    Only process 1 returns, with the result of `do`.
    """
    status, told = 1, None
    try:
        told = do(*arguments)
        status = 0
    except BaseException:  # noqa: BLE001 - as the interpreter would
        sys.excepthook(*sys.exc_info())
    if told is None:
        os._exit(status)
    return told


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
