"""A seccomp filter for bubblewrap sandboxes, as a small classic BPF program.

It refuses what no solution needs and what kernels have most often been broken through: other namespaces
and mounts, tracing, kernel keys, io_uring, bpf, userfaultfd, performance counters, modules, clocks, sockets
of any family but Unix and IP, limits of another process (the kernel would kill process 1 for passing one, and
it would look as if done from outside), priorities (process 1 must not starve), and the System V objects that
would outlive a test. So it does with what reaches the host's own files through a read-only mount: leases,
locks, notification, hints and keys of a file system, and everything that shows what of a file the kernel
holds in memory, or makes it forget it, since that is shared with all other sandboxes and outlives them.
System calls newer than this list do not exist for the sandbox.

What honest programs try for speed alone fails as on a kernel without it, so that they go on.

The numbers come from the kernel's tables, `arch/x86/entry/syscalls/syscall_64.tbl` and `scripts/syscall.tbl`.
"""

from __future__ import annotations

import errno
import functools
import platform
import struct

_X86_64 = {
    "setpriority": 141, "sched_setparam": 142, "sched_setscheduler": 144, "ioprio_set": 251,
    "sched_setattr": 314,
    "shmget": 29, "shmat": 30, "shmctl": 31, "semget": 64, "semop": 65, "semctl": 66, "shmdt": 67,
    "msgget": 68, "msgsnd": 69, "msgrcv": 70, "msgctl": 71, "semtimedop": 220, "mq_open": 240,
    "ptrace": 101, "personality": 135, "ustat": 136, "sysfs": 139, "vhangup": 153, "modify_ldt": 154,
    "pivot_root": 155, "_sysctl": 156, "adjtimex": 159, "chroot": 161, "acct": 163, "settimeofday": 164,
    "mount": 165, "umount2": 166, "swapon": 167, "swapoff": 168, "reboot": 169, "sethostname": 170,
    "setdomainname": 171, "iopl": 172, "ioperm": 173, "create_module": 174, "init_module": 175,
    "delete_module": 176, "get_kernel_syms": 177, "query_module": 178, "quotactl": 179, "nfsservctl": 180,
    "lookup_dcookie": 212, "clock_settime": 227, "mbind": 237, "set_mempolicy": 238, "get_mempolicy": 239,
    "kexec_load": 246, "add_key": 248, "request_key": 249, "keyctl": 250, "migrate_pages": 256,
    "unshare": 272, "move_pages": 279, "perf_event_open": 298, "fanotify_init": 300,
    "name_to_handle_at": 303, "open_by_handle_at": 304, "clock_adjtime": 305, "setns": 308,
    "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "finit_module": 313,
    "kexec_file_load": 320, "bpf": 321, "userfaultfd": 323, "io_uring_setup": 425, "io_uring_enter": 426,
    "io_uring_register": 427, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431,
    "fsmount": 432, "fspick": 433, "pidfd_getfd": 438, "mount_setattr": 442, "quotactl_fd": 443,
    "set_mempolicy_home_node": 450, "syslog": 103, "sync": 162, "syncfs": 306, "vmsplice": 278,
    "flock": 73,
    "fanotify_mark": 301, "memfd_secret": 447, "process_madvise": 440, "process_mrelease": 448,
}  # fmt: skip
_AARCH64 = {
    "ioprio_set": 30, "sched_setparam": 118, "sched_setscheduler": 119, "setpriority": 140,
    "sched_setattr": 274,
    "mq_open": 180, "msgget": 186, "msgctl": 187, "msgrcv": 188, "msgsnd": 189, "semget": 190, "semctl": 191,
    "semtimedop": 192, "semop": 193, "shmget": 194, "shmctl": 195, "shmat": 196, "shmdt": 197,
    "lookup_dcookie": 18, "quotactl": 60, "umount2": 39, "mount": 40, "pivot_root": 41, "nfsservctl": 42,
    "chroot": 51, "vhangup": 58, "acct": 89, "personality": 92, "unshare": 97, "kexec_load": 104,
    "init_module": 105, "delete_module": 106, "clock_settime": 112, "ptrace": 117, "reboot": 142,
    "sethostname": 161, "setdomainname": 162, "settimeofday": 170, "adjtimex": 171, "add_key": 217,
    "request_key": 218, "keyctl": 219, "swapon": 224, "swapoff": 225, "mbind": 235, "get_mempolicy": 236,
    "set_mempolicy": 237, "migrate_pages": 238, "move_pages": 239, "perf_event_open": 241,
    "fanotify_init": 262, "name_to_handle_at": 264, "open_by_handle_at": 265, "clock_adjtime": 266,
    "setns": 268, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "finit_module": 273,
    "bpf": 280, "userfaultfd": 282, "kexec_file_load": 294, "io_uring_setup": 425, "io_uring_enter": 426,
    "io_uring_register": 427, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431,
    "fsmount": 432, "fspick": 433, "pidfd_getfd": 438, "mount_setattr": 442, "quotactl_fd": 443,
    "set_mempolicy_home_node": 450, "syslog": 116, "sync": 81, "syncfs": 267, "vmsplice": 75,
    "flock": 32,
    "fanotify_mark": 263, "memfd_secret": 447, "process_madvise": 440, "process_mrelease": 448,
}  # fmt: skip
# Refused as by a kernel that lacks them. The flags of clone3 lie in memory, out of a filter's reach;
# if it is absent, the C library uses clone.
_ABSENT_X86_64 = {
    "mincore": 27, "readahead": 187, "fadvise64": 221, "inotify_init": 253, "inotify_add_watch": 254,
    "inotify_rm_watch": 255, "sync_file_range": 277, "inotify_init1": 294, "clone3": 435, "cachestat": 451,
}  # fmt: skip
_ABSENT_AARCH64 = {
    "inotify_init1": 26, "inotify_add_watch": 27, "inotify_rm_watch": 28, "sync_file_range": 84,
    "readahead": 213, "fadvise64": 223, "mincore": 232, "clone3": 435, "cachestat": 451,
}  # fmt: skip

# Of these it depends on an argument.
_DEPENDS_X86_64 = {
    "ioctl": 16, "madvise": 28, "socket": 41, "clone": 56, "fcntl": 72, "prlimit64": 302, "preadv2": 327,
    "pwritev2": 328,
}  # fmt: skip
_DEPENDS_AARCH64 = {
    "fcntl": 25, "ioctl": 29, "socket": 198, "clone": 220, "madvise": 233, "prlimit64": 261, "preadv2": 286,
    "pwritev2": 287,
}  # fmt: skip

# machine -> AUDIT_ARCH constant, refused calls, those that do not exist, those that depend on an argument
_MACHINES = {
    "x86_64": (0xC000003E, _X86_64, _ABSENT_X86_64, _DEPENDS_X86_64),
    "aarch64": (0xC00000B7, _AARCH64, _ABSENT_AARCH64, _DEPENDS_AARCH64),
}
# futex_requeue of Linux 6.7; what came later is unknown here.
_NEWEST_KNOWN = 456
_X32 = 0x40000000
# CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_NAMESPACE_FLAGS = 0x7E020080
_FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6
# From here on fcntl's commands are Linux's own: leases, notification, delegations, hints on how long data
# live.
_LINUX_COMMANDS = 1024
# F_DUPFD_QUERY, F_DUPFD_CLOEXEC, F_SETPIPE_SZ, F_GETPIPE_SZ, F_ADD_SEALS, F_GET_SEALS
_COMMANDS = (1027, 1030, 1031, 1032, 1033, 1034)
# MADV_NORMAL to MADV_DOFORK, MADV_HUGEPAGE to MADV_KEEPONFORK, then DONTNEED_LOCKED, GUARD_INSTALL and
# GUARD_REMOVE: the caller's own memory. Others throw out of the kernel's memory what is shared, fetch it,
# or merge pages.
_COMMON_ADVICE = 11
_ADVICE = (14, 15, 16, 17, 18, 19, 24, 102, 103)
# The second byte of ioctl's requests to a file system: attributes, extents, keys, verity.
_REQUEST_KIND, _FILE_SYSTEM = 0xFF00, 0x6600

_LOAD, _EQUAL, _ABOVE, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x54, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCH, _ARGUMENTS, _ARGUMENT_BYTES = 0, 4, 16, 8

_Step = tuple[int, int, int, int]


def numbers(machine: str) -> dict[str, int]:
    """The refused system calls on `machine`, number by name, without conditional ones; empty if unknown."""
    return _MACHINES[machine][1] | _MACHINES[machine][2] if machine in _MACHINES else {}


def denied() -> tuple[str, ...]:
    """The names of refused system calls on this machine, without conditional ones."""
    return tuple(numbers(platform.machine()))


@functools.cache
def program(machine: str | None = None) -> bytes:
    """The filter for `machine` (default: this one) as BPF bytes, which bubblewrap reads.

    Raises:
        KeyError: no table for such a machine.
    """
    arch, refused, absent, depends = _MACHINES[machine or platform.machine()]
    code: list[_Step] = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, arch),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        *_when(_ABOVE, _X32 - 1, errno.ENOSYS),
        *_when(_ABOVE, _NEWEST_KNOWN, errno.ENOSYS),
    ]
    # These first: for calls that are always allowed, the kernel caches the answer and skips the filter.
    for name, (argument, steps) in _conditions().items():
        code += [(_EQUAL, 0, len(steps) + 1, depends[name]), _argument(argument), *steps]
    for calls, error in ((refused, errno.EPERM), (absent, errno.ENOSYS)):
        for number in calls.values():
            code += _when(_EQUAL, number, error)
    code.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *step) for step in code)


def _conditions() -> dict[str, tuple[int, list[_Step]]]:
    """For each conditional system call, by name: the argument to test, and the steps that decide."""
    allow = (_RETURN, 0, 0, _ALLOW)
    # RWF flags could read only cached data, or drop it from the cache.
    no_flags = [*_one_of((0,)), _refuse(errno.EOPNOTSUPP)]
    return {
        "fcntl": (
            1,
            [(_ABOVE, 1, 0, _LINUX_COMMANDS - 1), allow, *_one_of(_COMMANDS), _refuse(errno.EPERM)],
        ),
        "ioctl": (1, [(_AND, 0, 0, _REQUEST_KIND), *_when(_EQUAL, _FILE_SYSTEM, errno.ENOTTY), allow]),
        "madvise": (
            2,
            [(_ABOVE, 1, 0, _COMMON_ADVICE), allow, *_one_of(_ADVICE), _refuse(errno.EINVAL)],
        ),
        "preadv2": (5, no_flags),
        "pwritev2": (5, no_flags),
        "clone": (0, [*_when(_ANY_BIT, _NAMESPACE_FLAGS, errno.EPERM), allow]),
        "prlimit64": (0, [*_one_of((0,)), _refuse(errno.EPERM)]),  # of the calling process itself
        "socket": (0, [*_one_of(_FAMILIES), _refuse(errno.EAFNOSUPPORT)]),
    }


def _refuse(error: int) -> _Step:
    return (_RETURN, 0, 0, _ERRNO | error)


def _argument(index: int) -> _Step:
    """A step that loads the lower half of an argument, which is all that the kernel uses of these."""
    return (_LOAD, 0, 0, _ARGUMENTS + _ARGUMENT_BYTES * index)


def _one_of(values: tuple[int, ...]) -> list[_Step]:
    """Steps that allow the call if the loaded argument is one of `values`, and else continue."""
    return [step for value in values for step in ((_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ALLOW))]


def _when(test: int, value: int, error: int) -> tuple[_Step, _Step]:
    """Steps that refuse the call with `error` if the test holds, and else continue."""
    return (test, 0, 1, value), _refuse(error)
