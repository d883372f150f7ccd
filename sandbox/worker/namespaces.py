"""Sets up the protections that bubblewrap cannot, and all those of sandboxes forked from one.

bubblewrap mounts the host's device nodes writable, which includes their modes and times: it can make them
read-only only by making them unusable. The system call filter must be installed last.

Forked sandboxes are already inside one bubblewrap, with its read-only root, its user, and no new privileges.
What they would share is added here: each gets its own /proc, scratch space, terminals, network and everything
else in which processes could meet, and gives up the rights needed for that. As in every sandbox, the kernel's
account of the walls is checked before a file is loaded.
"""

from __future__ import annotations

import os

from . import kernel, protections

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
_ioctl = kernel.function("ioctl")
# What the kernel keeps of this network for a minute after who made it is gone: connections that were
# closed. A later test in the same sandbox could read there what an earlier one left.
_CLOSED_CONNECTIONS = "/proc/sys/net/ipv4/tcp_max_tw_buckets"


def complete(filter_descriptor: int, *kept: int) -> None:
    """Adds the walls that bubblewrap omits; reads the filter from a descriptor, leaves `kept` open.

    Raises:
        OSError: there is no filter.
    """
    with open(filter_descriptor, "rb") as file:
        program = file.read()
    close_inherited(*kept)
    make_read_only()
    give_up_capabilities()
    _filter(program)


def close_inherited(*kept: int) -> None:
    """Closes all descriptors but the standard ones and `kept`, as bubblewrap leaves some of its own."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in kept:
            try:
                os.close(int(name))
            except OSError:  # the folder's own
                pass


def make_read_only() -> None:
    """Makes all mounts but scratch space and /proc read-only; devices remain usable.

    If a policy of the machine forbids it, the mounts stay as they are, and the check of the walls finds that.
    """
    if _unshare(_NEW_MOUNTS) == 0:
        for path in protections.writable_mounts():
            # A flag that we may not clear must be repeated.
            _mount_at(path, path, _BIND | _REMOUNT | _READ_ONLY | os.statvfs(path).f_flag & _SAFE)


def leave_user() -> None:
    """Unshares a user and a PID namespace (CLONE_NEWUSER, CLONE_NEWPID); maps our ids onto themselves.

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
        with open(f"/proc/self/{file}", "w") as map_file:
            map_file.write(text)


def put_up(scratch_bytes: int, read_only: tuple[str, ...], program: bytes) -> None:
    """Enters all other namespaces, mounts /proc and scratch space, drops capabilities, installs the filter.

    Raises:
        OSError: the kernel or a policy of this machine does not allow it.
    """
    spaces = _NEW_MOUNTS | _NEW_CGROUP | _NEW_UTS | _NEW_IPC | _NEW_NETWORK
    kernel.checked(_unshare(spaces), "namespaces within namespaces")
    _mount_at("/proc", "proc", _SAFE)
    _keep_no_closed_connections()
    for path in read_only:
        _mount_at(path, path, _BIND)
        _mount_at(path, path, _BIND | _REMOUNT | _READ_ONLY | _SAFE)
    terminals = _NO_SETUID | _NO_EXEC
    _mount_at("/dev/pts", "devpts", terminals, "newinstance,ptmxmode=0666,mode=620")
    _mount_at("/dev/pts", "/dev/pts", _BIND | _REMOUNT | _READ_ONLY | terminals)
    for path, size in (("/tmp", scratch_bytes), ("/dev/shm", _SHARED_MEMORY_BYTES)):
        _mount_at(path, "tmpfs", _SAFE, f"size={size},mode=0755")
    os.chdir("/tmp")
    _raise_loopback()
    give_up_capabilities()
    _filter(program)


def give_up_capabilities() -> None:
    """Drops all capabilities, also from the bounding set.

    Raises:
        OSError: the kernel does not take them.
    """
    number = 0
    while kernel.prctl(kernel.DROP_FROM_BOUNDING_SET, number) == 0:  # until no capability has that number
        number += 1
    header = _CAPABILITIES_V3.to_bytes(4, "little") + bytes(4)  # 0: this process
    kernel.checked(_capset(header, bytes(24)), "giving up capabilities")


def _filter(program: bytes) -> None:
    # struct sock_fprog: how many instructions of eight bytes, and where they are.
    sized = (len(program) // 8).to_bytes(8, "little") + kernel.address(program)
    kernel.checked(kernel.prctl(kernel.SET_SECCOMP, _FILTER, sized), "seccomp")


def _keep_no_closed_connections() -> None:
    try:
        with open(_CLOSED_CONNECTIONS, "wb", buffering=0) as file:
            file.write(b"0")
    except OSError:  # not essential: the order of the tests keeps the secret
        pass


def _mount_at(path: str, what: str, flags: int, options: str = "") -> None:
    """Mounts a file system of type `what` at `path`, or binds the path `what` there."""
    kernel.checked(
        _mount(what.encode(), path.encode(), what.encode(), flags, options.encode()), f"mounting {path}"
    )


def _raise_loopback() -> None:
    request = b"lo".ljust(16, b"\0") + _UP.to_bytes(2, "little")
    any_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    _ioctl(any_socket.fileno(), _SET_FLAGS, request.ljust(_REQUEST_BYTES, b"\0"))
    any_socket.close()
