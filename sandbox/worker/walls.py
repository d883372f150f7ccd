"""The walls of one sandbox among many that were forked, which a bubblewrap of its own would put up.

Around all of them stands one already, with a read-only root, its user, no new privileges. What they would
share is missing: here each gets a /proc, scratch space, terminals, a network and whatever else processes
could meet in, and gives up all that was needed for it. What the kernel then says of the walls is looked at
before a file is loaded, as in every sandbox.
"""

from __future__ import annotations

import fcntl
import os

from . import kernel

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
else:
    import _socket as socket

_NEW_MOUNTS, _NEW_CGROUP, _NEW_UTS, _NEW_IPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
_NEW_USER, _NEW_PROCESSES, _NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
_READ_ONLY, _NO_SETUID, _NO_DEVICES, _NO_EXEC, _REMOUNT, _BIND = 1, 2, 4, 8, 32, 4096
_SAFE = _NO_SETUID | _NO_DEVICES | _NO_EXEC
# What bubblewrap gives its own.
_SHARED_MEMORY_BYTES = 1 << 20
_SET_FLAGS, _UP = 0x8914, 1  # SIOCSIFFLAGS, IFF_UP
_REQUEST_BYTES = 40  # struct ifreq: a name of 16 bytes comes first, then the flags
_CAPABILITIES_V3 = 0x20080522
_FILTER = 2  # SECCOMP_MODE_FILTER

_unshare = kernel.function("unshare")
_mount = kernel.function("mount")
_capset = kernel.function("capset")


def leave_user() -> None:
    """A user namespace, and for the children a process namespace; the user keeps its number.

    Raises:
        OSError: the kernel or a policy of this machine does not allow it.
    """
    user, group = os.getuid(), os.getgid()
    kernel.checked(_unshare(_NEW_USER | _NEW_PROCESSES), "namespaces within namespaces")
    for file, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{file}", "w") as held:
            held.write(text)


def put_up(scratch_bytes: int, read_only: tuple[str, ...], program: bytes) -> None:
    """All the others, and behind them no way back; `read_only` are paths in /proc, `program` is the filter.

    Raises:
        OSError: the kernel or a policy of this machine does not allow it.
    """
    spaces = _NEW_MOUNTS | _NEW_CGROUP | _NEW_UTS | _NEW_IPC | _NEW_NETWORK
    kernel.checked(_unshare(spaces), "namespaces within namespaces")
    _mount_at("/proc", "proc", _SAFE)
    for path in read_only:
        _mount_at(path, path, _BIND)
        _mount_at(path, path, _BIND | _REMOUNT | _READ_ONLY | _SAFE)
    _mount_at("/dev/pts", "devpts", _NO_SETUID | _NO_EXEC, "newinstance,ptmxmode=0666,mode=620")
    for path, size in (("/tmp", scratch_bytes), ("/dev/shm", _SHARED_MEMORY_BYTES)):
        _mount_at(path, "tmpfs", _SAFE, f"size={size},mode=0755")
    os.chdir("/tmp")
    _raise_loopback()
    _give_up_capabilities()
    # struct sock_fprog: how many instructions of eight bytes, and where they are.
    sized = (len(program) // 8).to_bytes(8, "little") + kernel.address(program)
    kernel.checked(kernel.prctl(kernel.SET_SECCOMP, _FILTER, sized), "seccomp")


def _mount_at(path: str, what: str, flags: int, options: str = "") -> None:
    """Mounts a file system of that kind, or binds that path."""
    kernel.checked(
        _mount(what.encode(), path.encode(), what.encode(), flags, options.encode()), f"mounting {path}"
    )


def _raise_loopback() -> None:
    request = b"lo".ljust(16, b"\0") + _UP.to_bytes(2, "little")
    any_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    fcntl.ioctl(any_socket.fileno(), _SET_FLAGS, request.ljust(_REQUEST_BYTES, b"\0"))
    any_socket.close()


def _give_up_capabilities() -> None:
    number = 0
    while kernel.prctl(kernel.DROP_FROM_BOUNDING_SET, number) == 0:  # till there is none of that number
        number += 1
    header = _CAPABILITIES_V3.to_bytes(4, "little") + bytes(4)  # of this process
    kernel.checked(_capset(header, bytes(24)), "giving up capabilities")
