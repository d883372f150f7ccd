"""Process 1 of a bubblewrap for many sandboxes: has imported all they begin with, and forks each of them.

Theory of operation. No code of a candidate's ever runs in this process. For each sandbox that the grader asks
for it forks a guardian, which enters a new user namespace and forks process 1 of a new process namespace.
That one joins its control group, puts up the other walls, says that it is ready and becomes the supervisor.
The guardian waits for its end, and says how it ended; when the grader wants no more of the sandbox, or is
gone, it kills process 1, with which the kernel kills all the rest. (Browsers start their renderers like
this, and gave it the name.)
"""

from __future__ import annotations

import os
import select
import sys

from . import kernel, modules, supervisor, walls

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    import socket
    from collections.abc import Callable
    from typing import NoReturn
else:
    import _signal as signal
    import _socket as socket

_READY = b"ready"
_MOST_BYTES = 1 << 16
# The stream, the socket to the grader, the file for errors; then one for each folder of a control group.
_MOST_DESCRIPTORS = 16


def main(scratch_bytes: str, libraries: str, *read_only: str) -> None:
    """Serves the socket at descriptor 0, where the filter for system calls comes first."""
    walls.close_inherited()
    walls.make_read_only()
    walls.give_up_capabilities()
    control = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.close(null)
    program = control.recv(_MOST_BYTES)
    modules.import_libraries(libraries.split(",") if libraries else [])

    def put_up() -> None:
        walls.put_up(int(scratch_bytes), read_only, program)

    # Nobody waits for a guardian: it says itself how its sandbox ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while descriptors := _asked(control):
        try:
            pid = os.fork()
        except OSError:  # the grader sees that nobody holds the other ends
            pid = -1
        if pid == 0:
            control.close()
            _to_the_end(_guard, put_up, *descriptors)
        _close(*descriptors)


def _asked(control: socket.socket) -> list[int]:
    """The descriptors for one more sandbox; none when the grader is gone."""
    _, ancillary, _, _ = control.recvmsg(1, socket.CMSG_SPACE(4 * _MOST_DESCRIPTORS))
    return [number for _, _, data in ancillary for number in memoryview(data).cast("i")]


def _guard(put_up: Callable[[], None], stream: int, grader: int, errors: int, *groups: int) -> None:
    """Starts process 1 and sees to it that it ends."""
    os.dup2(errors, 2)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    walls.leave_user()
    pid = os.fork()
    if pid == 0:
        _to_the_end(_become_first, put_up, stream, grader, errors, *groups)
    _close(stream, errors, *groups)
    over = select.poll()
    for descriptor in (os.pidfd_open(pid), grader):
        over.register(descriptor, select.POLLIN)
    over.poll()
    os.kill(pid, signal.SIGKILL)  # it may have ended, but is not buried yet
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.write(grader, b"%d" % status)


def _become_first(put_up: Callable[[], None], stream: int, grader: int, errors: int, *groups: int) -> None:
    """Process 1: becomes the supervisor, behind its own walls."""
    # Sessions and process groups reach across namespaces: a signal to its own must find none of ours.
    os.setsid()
    kernel.prctl(kernel.SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    for group in groups:
        os.write(group, b"0")
    put_up()
    for number in (0, 1):
        os.dup2(stream, number)
    _close(stream, errors, *groups)
    os.write(grader, _READY)
    os.close(grader)
    supervisor.main()


def _to_the_end(do: Callable[..., None], *arguments: object) -> NoReturn:
    """All that a forked process does: it must not come back to what its parent was doing."""
    status = 1
    try:
        do(*arguments)
        status = 0
    except BaseException:  # noqa: BLE001 - as the interpreter would
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
