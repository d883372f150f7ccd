"""What protects the host, as it looks from inside: the kernel's files are played here."""

from __future__ import annotations

import os

import pytest
from worker import protections

from grader.sandboxes.base import BOUNDS, WALLS

CLOSED = {
    "/proc/self/status": "Name:\tpython3\nCapInh:\t0000000000000000\nCapPrm:\t0000000000000000\n"
    "CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n",
    "/proc/net/route": "Iface\tDestination\tGateway\n",
    "/proc/net/ipv6_route": "00 00 00 00 00 00 00 00 00200200       lo\n",
    "/proc/self/mountinfo": "90 66 0:41 / / ro - tmpfs tmpfs rw\n135 90 0:48 / /tmp rw - tmpfs tmpfs rw\n",
}
V1 = {
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": "436207616\n",
    "/sys/fs/cgroup/pids/pids.max": "72\n",
}
V2 = {"/sys/fs/cgroup/memory.max": "436207616\n", "/sys/fs/cgroup/pids.max": "72\n"}
UNBOUNDED = {
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    "/sys/fs/cgroup/pids.max": "max\n",
}


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What is read, all else of the process being as in a sandbox."""
    files = dict(CLOSED)
    monkeypatch.setattr(protections, "_read", lambda path: files.get(path, ""))
    for name, number in (("getresuid", (1, 1, 1)), ("getresgid", (1, 1, 1)), ("getgroups", ())):
        monkeypatch.setattr(os, name, lambda number=number: number)
    monkeypatch.setattr(os, "access", lambda path, mode: path == "/srv/shared")
    monkeypatch.setattr(os.path, "lexists", lambda path: False)
    monkeypatch.setattr(protections, "_refuses_leases", lambda: True)
    return files


def off(found: dict[str, str]) -> set[str]:
    return {name for name, keeper in found.items() if keeper == "off"}


def test_every_protection_is_told_of() -> None:
    assert set(protections.in_force()) == {*WALLS, *BOUNDS}


def test_a_closed_sandbox_is_found_closed(files: dict[str, str]) -> None:
    # The test's own process has neither; a contract test sees them in a real sandbox.
    assert off(protections.in_force()) <= {"privileges", "root"}


def test_a_filter_that_lets_leases_pass_is_none_of_ours(
    files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    assert protections._refuses_leases() is False


def test_the_kernels_root_is_found_whatever_its_number(
    files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: path == "/proc/sys/kernel/usermodehelper/bset")
    assert "user" in off(protections.in_force())


MOUNTS = """\
90 66 0:41 / / ro,nosuid - tmpfs tmpfs rw
91 90 0:42 / /proc rw,nosuid - proc proc rw
92 90 0:43 / /srv/shared ro - ext4 /dev/vda rw
93 90 0:43 / /srv/other rw - ext4 /dev/vda rw
94 90 0:5 /null /dev/null rw,nosuid - devtmpfs udev rw
95 90 0:48 / /tmp rw - tmpfs tmpfs rw
96 90 0:49 / /dev/shm rw,nosuid - tmpfs tmpfs rw
97 90 0:50 / /proc/fs rw shared:2 - ext4 /dev/vda rw
"""


def test_what_can_be_written_is_seen_by_each_mount_not_by_its_file_system(files: dict[str, str]) -> None:
    files["/proc/self/mountinfo"] = MOUNTS
    assert protections.writable_mounts() == ["/srv/other", "/dev/null", "/proc/fs"]


def test_a_device_whose_times_could_be_set_is_found(files: dict[str, str]) -> None:
    files["/proc/self/mountinfo"] = "94 90 0:5 /null /dev/null rw,nosuid - devtmpfs udev rw\n"
    assert "devices" in off(protections.in_force())
    files["/proc/self/mountinfo"] = "94 90 0:5 /null /dev/null ro,nosuid - devtmpfs udev rw\n"
    assert "devices" not in off(protections.in_force())


@pytest.mark.parametrize(
    ("path", "old", "new", "name"),
    [
        ("/proc/self/status", "CapEff:\t0000000000000000", "CapEff:\t0000000000000001", "capabilities"),
        ("/proc/self/status", "CapBnd:\t0000000000000000", "CapBnd:\t0000000000002000", "capabilities"),
        ("/proc/self/status", "CapEff", "Other", "capabilities"),
        ("/proc/self/status", "Seccomp:\t2", "Seccomp:\t0", "seccomp"),
        ("/proc/self/status", "Seccomp:\t2\n", "", "seccomp"),
        ("/proc/net/route", "Gateway\n", "Gateway\neth0\t00000000\t010011AC\n", "network"),
        ("/proc/net/route", CLOSED["/proc/net/route"], "", "network"),
        ("/proc/net/ipv6_route", "lo\n", "lo\nfe80 40 00 eth0\n", "network"),
        ("/proc/self/mountinfo", "/tmp rw", "/srv/shared rw", "mounts"),
    ],
)
def test_one_gap_is_found(files: dict[str, str], path: str, old: str, new: str, name: str) -> None:
    files[path] = files[path].replace(old, new)
    assert name in off(protections.in_force())


def test_root_is_found_by_any_of_its_numbers(files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getresuid", lambda: (1, 1, 0))
    assert "user" in off(protections.in_force())


def test_an_engines_socket_is_found(files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "lexists", lambda path: path == "/run/podman/podman.sock")
    assert "engine" in off(protections.in_force())


@pytest.mark.parametrize(
    ("more", "keeper"), [(V1, "kernel"), (V2, "kernel"), ({}, "watched"), (UNBOUNDED, "watched")]
)
def test_bounds_are_the_kernels_only_where_a_control_group_has_them(
    files: dict[str, str], more: dict[str, str], keeper: str
) -> None:
    files.update(more)
    found = protections.in_force()
    assert (found["memory"], found["processes"]) == (keeper, keeper)
