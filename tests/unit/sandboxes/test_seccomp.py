"""The seccomp filter, run by an interpreter of our own: which calls it refuses, and how."""

from __future__ import annotations

import errno
import itertools
import platform
import struct

import pytest

from grader.sandboxes.bubblewrap import seccomp

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
        "fsync": 74, "fallocate": 285, "pread64": 17, "preadv": 295, "preadv2": 327,
        "mremap": 25,
        "copy_file_range": 326, "sendfile": 40, "splice": 275, "utimensat": 280,
    },
    "aarch64": {
        "read": 63, "write": 64, "close": 57, "mmap": 222, "mprotect": 226, "brk": 214, "dup3": 24,
        "execve": 221, "exit": 93, "exit_group": 94, "wait4": 260, "kill": 129, "futex": 98, "openat": 56,
        "getrandom": 278, "statx": 291, "rseq": 293, "connect": 203, "bind": 200, "socketpair": 199,
        "fsync": 82, "fallocate": 47, "pread64": 67, "preadv": 69, "preadv2": 286, "mremap": 216,
        "copy_file_range": 285, "sendfile": 71, "splice": 76, "utimensat": 88, "memfd_create": 279,
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
        "syslog": 103, "flock": 73, "sync": 162, "syncfs": 306, "vmsplice": 278, "fanotify_init": 300,
        "fanotify_mark": 301, "name_to_handle_at": 303, "process_madvise": 440, "process_mrelease": 448,
        "memfd_secret": 447,
    },
    "aarch64": {
        "ptrace": 117, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "unshare": 97,
        "setns": 268, "bpf": 280, "userfaultfd": 282, "perf_event_open": 241, "keyctl": 219, "add_key": 217,
        "request_key": 218, "init_module": 105, "finit_module": 273, "kexec_load": 104, "reboot": 142,
        "process_vm_readv": 270, "process_vm_writev": 271, "open_by_handle_at": 265, "io_uring_setup": 425,
        "personality": 92, "pidfd_getfd": 438, "fsopen": 430, "fsmount": 432, "open_tree": 428,
        "move_mount": 429, "mount_setattr": 442, "kcmp": 272,
        "syslog": 116, "flock": 32,
        "sync": 81, "syncfs": 267, "vmsplice": 75, "fanotify_init": 262, "fanotify_mark": 263,
        "name_to_handle_at": 264, "process_madvise": 440, "process_mrelease": 448, "memfd_secret": 447,
    },
}  # fmt: skip
# What of a shared file is in memory, and who opens it; asked for speed alone, so that it is only not there.
ABSENT = {
    "x86_64": {
        "mincore": 27, "readahead": 187, "fadvise64": 221, "inotify_init": 253, "inotify_add_watch": 254,
        "sync_file_range": 277, "inotify_init1": 294, "cachestat": 451,
    },
    "aarch64": {
        "mincore": 232, "readahead": 213, "fadvise64": 223, "inotify_init1": 26, "inotify_add_watch": 27,
        "sync_file_range": 84, "cachestat": 451,
    },
}  # fmt: skip
FCNTL = {"x86_64": 72, "aarch64": 25}
IOCTL = {"x86_64": 16, "aarch64": 29}
MADVISE = {"x86_64": 28, "aarch64": 233}
PREADV2, PWRITEV2 = {"x86_64": 327, "aarch64": 286}, {"x86_64": 328, "aarch64": 287}
HIGH = 1 << 32  # of an argument of 64 bits the kernel itself looks at the lower half
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
        elif code == 0x54:  # and
            accumulator &= constant
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


@pytest.mark.parametrize(
    ("machine", "name"), [(machine, name) for machine in MACHINES for name in ABSENT[machine]]
)
def test_what_shows_or_empties_the_kernels_memory_of_files_does_not_exist(machine: str, name: str) -> None:
    for argument in (0, 1, 2, 0xFFFFFFFF):
        assert run(machine, ABSENT[machine][name], argument) == refused(errno.ENOSYS)


@pytest.mark.parametrize("machine", MACHINES)
def test_exactly_the_calls_in_the_tables_are_refused(machine: str) -> None:
    found = {number for number in range(457) if run(machine, number, 1) == refused(errno.EPERM)}
    _, denied, absent, _ = seccomp._MACHINES[machine]
    assert found == {*denied.values(), PRLIMIT[machine]}
    missing = {number for number in range(457) if run(machine, number, 1) == refused(errno.ENOSYS)}
    assert missing == set(absent.values())
    rest = {run(machine, number, 1) for number in set(range(457)) - found - missing}
    assert rest == {ALLOW}


@pytest.mark.parametrize("machine", MACHINES)
def test_common_commands_to_a_file_are_allowed_and_few_of_linuxs_own(machine: str) -> None:
    for command in (*range(17), 36, 37, 38, 1027, 1030, 1031, 1032, 1033, 1034):
        assert run(machine, FCNTL[machine], 3, command) == ALLOW
    # F_SETLEASE, F_GETLEASE, F_NOTIFY, the four about hints, F_GETDELEG, F_SETDELEG, and what is not made yet
    for command in (1024, 1025, 1026, 1035, 1036, 1037, 1038, 1039, 1040, 1041, 5000, 0xFFFFFFFF):
        assert run(machine, FCNTL[machine], 3, command) == refused(errno.EPERM)
        assert run(machine, FCNTL[machine], 3, command | HIGH) == refused(errno.EPERM)


@pytest.mark.parametrize("machine", MACHINES)
def test_advice_about_ones_own_memory_is_taken_and_none_about_what_is_shared(machine: str) -> None:
    # NORMAL to DONTNEED, FREE, REMOVE, DONTFORK, DOFORK, HUGEPAGE to KEEPONFORK, those of new C libraries
    for advice in (0, 1, 2, 3, 4, 8, 9, 10, 11, 14, 15, 16, 17, 18, 19, 24, 102, 103):
        assert run(machine, MADVISE[machine], 0, 4096, advice) == ALLOW
    # MERGEABLE, UNMERGEABLE, COLD, PAGEOUT, POPULATE_READ, POPULATE_WRITE, COLLAPSE, HWPOISON, SOFT_OFFLINE
    for advice in (12, 13, 20, 21, 22, 23, 25, 100, 101, 104, 0xFFFFFFFF):
        for more in (0, HIGH):
            assert run(machine, MADVISE[machine], 0, 4096, advice | more) == refused(errno.EINVAL)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("call", [PREADV2, PWRITEV2])
def test_reads_and_writes_at_a_place_take_no_flags(machine: str, call: dict[str, int]) -> None:
    assert run(machine, call[machine], 3, 0, 1, 0, 0, 0) == ALLOW
    for flag in (1, 2, 4, 8, 16, 32, 64, 128, 8 | HIGH):
        assert run(machine, call[machine], 3, 0, 1, 0, 0, flag) == refused(errno.EOPNOTSUPP)


@pytest.mark.parametrize("machine", MACHINES)
def test_requests_to_a_file_system_are_none_of_the_candidates(machine: str) -> None:
    # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, TIOCSPTLCK, SIOCGIFCONF
    for request in (0x5401, 0x5413, 0x541B, 0x5421, 0x5451, 0x40045431, 0x8912):
        assert run(machine, IOCTL[machine], 3, request) == ALLOW
    # FS_IOC_GETFLAGS, SETFLAGS, FIEMAP, ADD_ENCRYPTION_KEY, ENABLE_VERITY
    for request in (0x80086601, 0x40086602, 0xC020660B, 0xC0506617, 0x40806685):
        assert run(machine, IOCTL[machine], 3, request) == refused(errno.ENOTTY)
        assert run(machine, IOCTL[machine], 3, request | HIGH) == refused(errno.ENOTTY)


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
