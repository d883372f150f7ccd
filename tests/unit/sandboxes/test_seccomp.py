"""The seccomp filter, run by an interpreter of our own: which calls it refuses, and how."""

from __future__ import annotations

import errno
import itertools
import platform
import struct

import pytest

from grader.sandboxes import seccomp

MACHINES = ("x86_64", "aarch64")
ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7, "i386": 0x40000003, "arm": 0x40000028}
ALLOW, KILL = 0x7FFF0000, 0x80000000
CLONE_NEWUSER, CLONE_VM, CLONE_THREAD = 0x10000000, 0x100, 0x10000
# What CPython, its threads, subprocesses and sockets cannot do without.
NEEDED = {
    "x86_64": {
        "read": 0, "write": 1, "close": 3, "mmap": 9, "mprotect": 10, "brk": 12, "rt_sigaction": 13,
        "ioctl": 16, "pipe": 22, "dup2": 33, "getpid": 39, "fork": 57, "vfork": 58, "execve": 59,
        "exit": 60, "wait4": 61, "kill": 62, "getdents64": 217, "futex": 202, "epoll_wait": 232,
        "exit_group": 231, "openat": 257, "prlimit64": 302, "getrandom": 318, "memfd_create": 319,
        "statx": 332, "rseq": 334, "pidfd_open": 434, "close_range": 436, "openat2": 437,
        "connect": 42, "accept4": 288, "sendto": 44, "bind": 49, "listen": 50, "socketpair": 53,
    },
    "aarch64": {
        "read": 63, "write": 64, "close": 57, "mmap": 222, "mprotect": 226, "brk": 214, "dup3": 24,
        "execve": 221, "exit": 93, "exit_group": 94, "wait4": 260, "kill": 129, "futex": 98, "openat": 56,
        "getrandom": 278, "statx": 291, "rseq": 293, "connect": 203, "bind": 200, "socketpair": 199,
    },
}  # fmt: skip
# Of these no sandbox may let one pass, whatever the tables in the code say.
DANGEROUS = {
    "x86_64": {
        "ptrace": 101, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "unshare": 272,
        "setns": 308, "bpf": 321, "userfaultfd": 323, "perf_event_open": 298, "keyctl": 250, "add_key": 248,
        "request_key": 249, "init_module": 175, "finit_module": 313, "kexec_load": 246, "reboot": 169,
        "process_vm_readv": 310, "process_vm_writev": 311, "open_by_handle_at": 304, "io_uring_setup": 425,
        "personality": 135, "iopl": 172, "ioperm": 173, "pidfd_getfd": 438, "fsopen": 430, "fsmount": 432,
        "open_tree": 428, "move_mount": 429, "mount_setattr": 442, "modify_ldt": 154, "kcmp": 312,
    },
    "aarch64": {
        "ptrace": 117, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "unshare": 97,
        "setns": 268, "bpf": 280, "userfaultfd": 282, "perf_event_open": 241, "keyctl": 219, "add_key": 217,
        "request_key": 218, "init_module": 105, "finit_module": 273, "kexec_load": 104, "reboot": 142,
        "process_vm_readv": 270, "process_vm_writev": 271, "open_by_handle_at": 265, "io_uring_setup": 425,
        "personality": 92, "pidfd_getfd": 438, "fsopen": 430, "fsmount": 432, "open_tree": 428,
        "move_mount": 429, "mount_setattr": 442, "kcmp": 272,
    },
}  # fmt: skip
CLONE = {"x86_64": 56, "aarch64": 220}
SOCKET = {"x86_64": 41, "aarch64": 198}
PRLIMIT = {"x86_64": 302, "aarch64": 261}
CLONE3 = 435


def run(machine: str, number: int, *arguments: int, arch: str | None = None) -> int:
    """What the filter for `machine` returns for a call: a classic BPF interpreter over `seccomp_data`."""
    given = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number, ARCHITECTURE[arch or machine], 0, *given)
    steps = list(struct.iter_unpack("=HBBI", seccomp.program(machine)))
    assert len(steps) <= 4096  # the kernel's bound
    place = accumulator = 0
    while True:
        code, if_true, if_false, constant = steps[place]
        place += 1
        if code == 0x20:  # load a word
            (accumulator,) = struct.unpack_from("<I", data, constant)
        elif code == 0x06:  # return
            return constant
        else:
            holds = {
                0x15: accumulator == constant, 0x25: accumulator > constant,
                0x35: accumulator >= constant, 0x45: bool(accumulator & constant),
            }[code]  # fmt: skip
            place += if_true if holds else if_false


def refused(error: int) -> int:
    return 0x00050000 | error


@pytest.mark.parametrize(
    ("machine", "number"),
    [(machine, number) for machine in MACHINES for number in NEEDED[machine].values()],
)
def test_what_python_needs_is_allowed(machine: str, number: int) -> None:
    assert run(machine, number) == ALLOW


@pytest.mark.parametrize(
    ("machine", "name"), [(machine, name) for machine in MACHINES for name in DANGEROUS[machine]]
)
def test_what_is_dangerous_is_refused(machine: str, name: str) -> None:
    number = DANGEROUS[machine][name]
    for argument in (0, 1, 2, 0xFFFFFFFF):
        assert run(machine, number, argument) == refused(errno.EPERM)


@pytest.mark.parametrize("machine", MACHINES)
def test_exactly_the_calls_in_the_table_are_refused(machine: str) -> None:
    found = {number for number in range(457) if run(machine, number, 1) == refused(errno.EPERM)}
    assert found == {*seccomp._MACHINES[machine][1].values(), PRLIMIT[machine]}
    rest = {run(machine, number, 1) for number in set(range(457)) - found}
    assert rest == {ALLOW, refused(errno.ENOSYS)}


@pytest.mark.parametrize("machine", MACHINES)
def test_limits_can_be_set_for_the_calling_process_only(machine: str) -> None:
    assert run(machine, PRLIMIT[machine], 0) == ALLOW
    for pid in (1, 2, 0xFFFFFFFF):
        assert run(machine, PRLIMIT[machine], pid) == refused(errno.EPERM)


@pytest.mark.parametrize("machine", MACHINES)
def test_another_architecture_is_killed_whatever_it_calls(machine: str) -> None:
    others = [name for name in ARCHITECTURE if name != machine]
    for number, other in itertools.product((0, 1, 60, 101, 435), others):
        assert run(machine, number, arch=other) == KILL


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("number", [457, 500, 1000, 0x3FFFFFFF, 0x40000000, 0x40000065, 0xFFFFFFFF])
def test_calls_that_are_newer_or_of_the_x32_kind_do_not_exist(machine: str, number: int) -> None:
    assert run(machine, number) == refused(errno.ENOSYS)


@pytest.mark.parametrize("machine", MACHINES)
def test_clone3_does_not_exist_so_that_the_c_library_takes_clone(machine: str) -> None:
    assert run(machine, CLONE3) == refused(errno.ENOSYS)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("flags", [0, 17, CLONE_VM | CLONE_THREAD | 0x3D0F00, 0x4111, 0x01200011])
def test_threads_and_forks_are_allowed(machine: str, flags: int) -> None:
    assert run(machine, CLONE[machine], flags) == ALLOW


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("bit", [7, 17, 25, 26, 27, 28, 29, 30])  # CLONE_NEWTIME, NEWNS, ..., NEWNET
def test_no_clone_makes_a_namespace(machine: str, bit: int) -> None:
    for flags in (1 << bit, 1 << bit | 17, 1 << bit | CLONE_VM, 1 << bit | CLONE_NEWUSER):
        assert run(machine, CLONE[machine], flags) == refused(errno.EPERM)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("family", range(64))
def test_only_unix_and_ip_sockets_can_be_made(machine: str, family: int) -> None:
    expected = ALLOW if family in (1, 2, 10) else refused(errno.EAFNOSUPPORT)
    assert run(machine, SOCKET[machine], family, 1, 0) == expected


def test_the_names_of_what_is_refused_here_are_told() -> None:
    assert set(DANGEROUS[platform.machine()]) <= set(seccomp.denied())


def test_a_machine_without_a_table_has_no_filter() -> None:
    with pytest.raises(KeyError):
        seccomp.program("vax")
