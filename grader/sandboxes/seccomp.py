"""The seccomp filter for sandboxes that bring none: a small classic BPF program.

It refuses what no solution needs and what kernels have most often been broken through: other namespaces
and mounts, tracing, kernel keys, io_uring, bpf, userfaultfd, performance counters, modules, clocks, sockets
of any family but Unix and IP, limits of another process (the kernel would kill process 1 for passing one, and
it would look as if done from outside), priorities (process 1 must not starve), and the System V objects that
would outlive a test. System calls newer than this list do not exist for the sandbox.

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
    "set_mempolicy_home_node": 450,
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
    "set_mempolicy_home_node": 450,
}  # fmt: skip

# machine -> AUDIT_ARCH constant, denied calls, the numbers of clone, clone3, socket and prlimit64
_MACHINES = {
    "x86_64": (0xC000003E, _X86_64, 56, 435, 41, 302),
    "aarch64": (0xC00000B7, _AARCH64, 220, 435, 198, 261),
}
# futex_requeue of Linux 6.7; what came later is unknown here.
_NEWEST_KNOWN = 456
_X32 = 0x40000000
# CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_NAMESPACE_FLAGS = 0x7E020080
_FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6

_LOAD, _EQUAL, _ABOVE, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16


def numbers(machine: str) -> dict[str, int]:
    """The refused calls on such a machine by name, the conditional ones left out; none for an unknown one."""
    return dict(_MACHINES[machine][1]) if machine in _MACHINES else {}


def denied() -> tuple[str, ...]:
    """The names of the refused calls on this machine, the conditional ones left out."""
    return tuple(_MACHINES[platform.machine()][1])


@functools.cache
def program(machine: str | None = None) -> bytes:
    """The filter for `machine` (default: this one) as bubblewrap reads it.

    Raises:
        KeyError: no table for such a machine.
    """
    arch, refused, clone, clone3, socket, prlimit = _MACHINES[machine or platform.machine()]
    code = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, arch),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        *_when(_ABOVE, _X32 - 1, errno.ENOSYS),
        *_when(_ABOVE, _NEWEST_KNOWN, errno.ENOSYS),
        # Its flags lie in memory, out of a filter's reach; without it the C library takes clone.
        *_when(_EQUAL, clone3, errno.ENOSYS),
    ]
    for number in refused.values():
        code += _when(_EQUAL, number, errno.EPERM)
    code += [
        (_EQUAL, 0, 4, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        *_when(_ANY_BIT, _NAMESPACE_FLAGS, errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
        (_EQUAL, 0, 4, prlimit),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 1, 0, 0),  # the calling process itself
        (_RETURN, 0, 0, _ERRNO | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
        (_EQUAL, 1, 0, socket),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
    ]
    for family in _FAMILIES:
        code += [(_EQUAL, 0, 1, family), (_RETURN, 0, 0, _ALLOW)]
    code.append((_RETURN, 0, 0, _ERRNO | errno.EAFNOSUPPORT))
    return b"".join(struct.pack("=HBBI", *step) for step in code)


def _when(test: int, value: int, error: int) -> tuple[tuple[int, int, int, int], ...]:
    """Refuses with `error` where the test holds, else goes on."""
    return (test, 0, 1, value), (_RETURN, 0, 0, _ERRNO | error)
