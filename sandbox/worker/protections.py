"""Which protections are in force, as they look from inside, before any code of the candidate's has run.

Each word is the kernel's own account of it, not what the sandbox was asked for; all of them together take
less than a millisecond.
"""

from __future__ import annotations

import os

from . import kernel

KERNEL, WATCHED, OFF = "kernel", "watched", "off"
_FILTERED = "2"  # of `Seccomp` in the status: a filter is in place
_CAPABILITIES = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
_OWN_MOUNTS = ("/proc", "/dev", "/tmp")
_ENGINES = (
    "/var/run/docker.sock", "/run/docker.sock", "/run/podman/podman.sock",
    "/run/containerd/containerd.sock", "/run/crio/crio.sock",
)  # fmt: skip
# Of the whole sandbox: control groups version 2, then version 1.
_MEMORY_BOUNDS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_PROCESS_BOUNDS = ("/sys/fs/cgroup/pids.max", "/sys/fs/cgroup/pids/pids.max")
_NO_BOUND = 1 << 60  # version 1 has no word for "none" but a number that no machine reaches


def in_force() -> dict[str, str]:
    """What keeps each protection: the kernel, our own watch every 10 ms, or nothing."""
    lines = [line.partition(":\t") for line in _read("/proc/self/status").splitlines()]
    status = {name: value for name, _, value in lines}
    facts = {
        "network": _only_loopback(),
        "capabilities": "CapEff" in status
        and not any(int(status.get(name, "0"), 16) for name in _CAPABILITIES),
        "privileges": kernel.prctl(kernel.GET_NO_NEW_PRIVS) == 1,
        "user": 0 not in (*os.getresuid(), *os.getresgid(), *os.getgroups()),
        "seccomp": status.get("Seccomp") == _FILTERED,
        "root": bool(os.statvfs("/").f_flag & os.ST_RDONLY),
        "mounts": not any(os.access(path, os.W_OK) for path in _foreign_mounts()),
        "engine": not any(map(os.path.lexists, _ENGINES)),
    }
    found = {name: KERNEL if fact else OFF for name, fact in facts.items()}
    found["memory"] = KERNEL if _bounded(_MEMORY_BOUNDS) else WATCHED
    found["processes"] = KERNEL if _bounded(_PROCESS_BOUNDS) else WATCHED
    return found


def _only_loopback() -> bool:
    """No route leads elsewhere; an interface that is down, as some kernels make for tunnels, has none."""
    routes = _read("/proc/net/route")
    devices = [line.split()[0] for line in routes.splitlines()[1:]]
    devices += [line.split()[-1] for line in _read("/proc/net/ipv6_route").splitlines()]
    return bool(routes) and set(devices) <= {"lo"}


def _foreign_mounts() -> list[str]:
    """Where something is mounted that is neither the kernel's nor our scratch space."""
    points = [line.split()[4] for line in _read("/proc/self/mountinfo").splitlines()]
    return [point for point in points if not point.startswith(_OWN_MOUNTS)]


def _bounded(files: tuple[str, ...]) -> bool:
    bounds = [text.strip() for text in map(_read, files) if text]
    return any(bound.isdigit() and int(bound) < _NO_BOUND for bound in bounds)


def _read(path: str) -> str:
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""
