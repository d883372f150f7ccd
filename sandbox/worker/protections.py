"""Determines from inside which protections are in force, before any of the candidate's code runs.

Each answer is the kernel's own account, not what the sandbox was asked for; all of them together take less
than a millisecond.
"""

from __future__ import annotations

import errno
import os
import stat

from . import kernel

_fcntl = kernel.function("fcntl")

KERNEL, WATCHED, OFF = "kernel", "watched", "off"
_FILTERED = "2"  # of `Seccomp` in the status: a filter is in place
_CAPABILITIES = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
_SCRATCH = ("/tmp", "/dev/shm")
# What only root may read, whatever its number is inside: the switch is no candidate's in any container.
_FOR_ROOT = "/proc/sys/kernel/usermodehelper/bset"
_SET_LEASE, _NO_LEASE = 1024, 2  # F_SETLEASE, F_UNLCK: to give back what nobody holds
_ENGINES = (
    "/var/run/docker.sock", "/run/docker.sock", "/run/podman/podman.sock",
    "/run/containerd/containerd.sock", "/run/crio/crio.sock",
)  # fmt: skip
# Of the whole sandbox: control groups version 2, then version 1.
_MEMORY_BOUNDS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_PROCESS_BOUNDS = ("/sys/fs/cgroup/pids.max", "/sys/fs/cgroup/pids/pids.max")
_NO_BOUND = 1 << 60  # version 1 has no word for "none" but a number that no machine reaches


def in_force() -> dict[str, str]:
    """The keeper of each protection: the kernel, our own checks every 10 ms, or nothing."""
    lines = [line.partition(":\t") for line in _read("/proc/self/status").splitlines()]
    status = {name: value for name, _, value in lines}
    written = writable_mounts()
    facts = {
        "network": _only_loopback(),
        "capabilities": "CapEff" in status
        and not any(int(status.get(name, "0"), 16) for name in _CAPABILITIES),
        "privileges": kernel.prctl(kernel.GET_NO_NEW_PRIVS) == 1,
        "user": 0 not in (*os.getresuid(), *os.getresgid(), *os.getgroups())
        and not os.access(_FOR_ROOT, os.R_OK),
        "seccomp": status.get("Seccomp") == _FILTERED and _refuses_leases(),
        "root": bool(os.statvfs("/").f_flag & os.ST_RDONLY),
        "mounts": not any(map(_is_ours, written)),
        "devices": not any(path.startswith("/dev/") and _is_device(path) for path in written),
        "engine": not any(map(os.path.lexists, _ENGINES)),
    }
    keepers = {name: KERNEL if fact else OFF for name, fact in facts.items()}
    keepers["memory"] = KERNEL if _bounded(_MEMORY_BOUNDS) else WATCHED
    keepers["processes"] = KERNEL if _bounded(_PROCESS_BOUNDS) else WATCHED
    return keepers


def _only_loopback() -> bool:
    """Whether no route leads out of the sandbox; interfaces that are down have none."""
    routes = _read("/proc/net/route")
    devices = [line.split()[0] for line in routes.splitlines()[1:]]
    devices += [line.split()[-1] for line in _read("/proc/net/ipv6_route").splitlines()]
    return bool(routes) and set(devices) <= {"lo"}


def writable_mounts() -> list[str]:
    """The writable mount points, except our scratch space and the /proc of processes."""
    points = []
    for line in _read("/proc/self/mountinfo").splitlines():
        _, _, _, _, point, options, *_ = words = line.split()
        of_processes = point == "/proc" and words[words.index("-") + 1] == "proc"
        if "rw" in options.split(",") and not of_processes and point not in _SCRATCH:
            points.append(point)
    return points


def _is_ours(path: str) -> bool:
    """Whether this process can write to `path`, or owns it and so could change its mode and times."""
    if os.access(path, os.W_OK) and not _is_device(path):
        return True
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_NOATIME | os.O_NONBLOCK))  # the owner's to ask for
    except OSError:
        return False
    return True


def _is_device(path: str) -> bool:
    try:
        return stat.S_ISCHR(os.stat(path).st_mode)
    except OSError:
        return False


def _refuses_leases() -> bool:
    """Whether the filter refuses leases, which the kernel itself would answer differently."""
    return _fcntl(0, _SET_LEASE, _NO_LEASE) == -1 and kernel.last_error() == errno.EPERM


def _bounded(files: tuple[str, ...]) -> bool:
    bounds = [text.strip() for text in map(_read, files) if text]
    return any(bound.isdigit() and int(bound) < _NO_BOUND for bound in bounds)


def _read(path: str) -> str:
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""
