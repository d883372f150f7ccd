"""Two seccomp filters that the supervisor adds if no control group limits what a test uses.

The first applies to the supervisor, and so to all processes it forks: when one of them sets an action for
SIGCHLD, the kernel makes it wait and notifies us (`seccomp_unotify(2)`). There can be only one such listener,
so no other filter answers in our place. The second is installed before a candidate's file is loaded: it keeps
a test on the processor that it was given, and from creating anonymous files, whose memory belongs to no
process.

The numbers come from the kernel's tables, as do those of the sandbox's filter.
"""

from __future__ import annotations

import errno
import fcntl
import os

from . import kernel

_SIGCHLD = 17
# seccomp, rt_sigaction, sched_setaffinity, memfd_create, memfd_secret; the architecture before them.
_MACHINES = {
    "x86_64": (0xC000003E, 317, 13, 203, 319, 447),
    "aarch64": (0xC00000B7, 277, 134, 122, 279, 447),
}
_SET_MODE_FILTER, _NEW_LISTENER = 1, 8
_FILTER = 2  # SECCOMP_MODE_FILTER
# SECCOMP_IOCTL_NOTIF_RECV and _SEND, and the sizes of what they carry.
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_NOTICE_BYTES, _CONTINUE = 80, 1

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _TELL, _ERRNO = 0x7FFF0000, 0x7FC00000, 0x00050000
# In `struct seccomp_data`; of arguments the lower half, and the upper one after it.
_NUMBER, _ARCH, _FIRST, _SECOND = 0, 4, 16, 24
_X32 = 0x40000000

_Step = tuple[int, int, int, int]


def listen() -> int | None:
    """Installs the filter that reports SIGCHLD actions; returns its descriptor, or None if impossible."""
    machine = _MACHINES.get(os.uname().machine)
    if machine is None:
        return None
    arch, seccomp, sigaction, *_ = machine
    program = telling(arch, sigaction)
    listener = kernel.syscall(seccomp, _SET_MODE_FILTER, _NEW_LISTENER, kernel.sized(program))
    return listener if listener >= 0 else None


def let_go_on(listener: int) -> bool:
    """Lets one waiting process continue its call; returns False if the process was killed meanwhile."""
    notice = bytearray(_NOTICE_BYTES)
    try:
        fcntl.ioctl(listener, _RECEIVE, notice)
        try:
            _answer(listener, notice, 0, _CONTINUE)
        except OSError as exc:
            if exc.errno != errno.EINVAL:
                raise
            _answer(listener, notice, -errno.EPERM, 0)  # before Linux 5.5 no call could go on
            return False
    except OSError:
        return False
    return True


def _answer(listener: int, notice: bytearray, error: int, flags: int) -> None:
    """Sends a `struct seccomp_notif_resp` with an error and flags for the process in `notice`."""
    words = bytes(8) + error.to_bytes(4, "little", signed=True) + flags.to_bytes(4, "little")
    fcntl.ioctl(listener, _SEND, bytes(notice[:8]) + words)


def keep() -> None:
    """Forbids this process and its children to change processors or to create anonymous files.

    Raises:
        OSError: the kernel does not do it.
    """
    arch, _, _, *refused = _MACHINES[os.uname().machine]
    program = refusing(arch, *refused)
    kernel.checked(kernel.prctl(kernel.SET_SECCOMP, _FILTER, kernel.sized(program)), "seccomp")


def telling(arch: int, sigaction: int) -> bytes:
    """The filter that reports when a process sets an action for SIGCHLD, but not when it only reads it."""
    return _program(
        arch,
        (_EQUAL, 0, 6, sigaction),
        (_LOAD, 0, 0, _FIRST),
        (_EQUAL, 0, 4, _SIGCHLD),
        (_LOAD, 0, 0, _SECOND),  # where the action lies in memory, or nowhere
        (_EQUAL, 0, 3, 0),
        (_LOAD, 0, 0, _SECOND + 4),
        (_EQUAL, 0, 1, 0),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _TELL),
    )


def refusing(arch: int, *refused: int) -> bytes:
    """The filter that refuses the system calls numbered `refused`."""
    steps: list[_Step] = []
    for number in refused:
        steps += (_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | errno.EPERM)
    return _program(arch, *steps, (_RETURN, 0, 0, _ALLOW))


def _program(arch: int, *steps: _Step) -> bytes:
    """A BPF program that checks the architecture, loads the call's number, and then runs `steps`."""
    beginning: tuple[_Step, ...] = (
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 0, 2, arch),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _ERRNO | errno.EPERM),
    )
    return b"".join(
        code.to_bytes(2, "little") + bytes((if_true, if_false)) + value.to_bytes(4, "little")
        for code, if_true, if_false, value in (*beginning, *steps)
    )
