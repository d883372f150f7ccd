"""A batch's bubblewraps: forked where that is allowed, else each started by itself; to a grader the same."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from grader.errors import InfrastructureError
from grader.grading.order import Watcher
from grader.sandboxes.base import Launch, SandboxProvider
from grader.sandboxes.bubblewrap import forked as zygote
from grader.sandboxes.bubblewrap.forked import ForkedBubblewraps
from tests import real
from tests.faults.conftest import children, command_line, kill, wait_until_none

from .conftest import Grade

LAUNCH = Launch(256 << 20, 64)
SUITE = "from solution import f\n\ndef test_it(): assert f() == 7\n"
RIGHT = "def f(): return 7\n"


@pytest.fixture
def zygotes() -> Iterator[ForkedBubblewraps]:
    real.sandbox_or_skip("bubblewrap")
    with contextlib.closing(ForkedBubblewraps()) as held:
        yield held


@pytest.fixture
def sandbox(zygotes: ForkedBubblewraps) -> SandboxProvider:
    """What `grade` grades in."""
    return zygotes


@pytest.fixture
def forking(zygotes: ForkedBubblewraps) -> ForkedBubblewraps:
    """Where a machine forbids it there is nothing to test, unless bubblewrap is required there."""
    zygotes.open(LAUNCH).close()
    if zygotes._forbidden and "bubblewrap" not in real.required():
        pytest.skip("namespaces within namespaces are forbidden here")
    assert not zygotes._forbidden
    return zygotes


def inside(pid: int) -> list[str]:
    """Its numbers in the namespaces below ours."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("NSpid:"):
            own = Path("/proc/self/status").read_text().partition("NSpid:")[2].splitlines()[0]
            return line.split()[1 + len(own.split()) :]
    raise AssertionError(f"{pid} has no number")


def below(pid: int) -> Iterator[int]:
    for child in sorted(children(pid)):
        yield child
        yield from below(child)


def those(zygotes: ForkedBubblewraps, role: str) -> list[int]:
    """Their processes of that role."""
    found = []
    for pid in (pid for held in zygotes._zygotes.values() for pid in below(held._process.pid)):
        if command_line(pid).startswith(b"/grade/"):
            numbers = inside(pid)
            roles = {1: "zygote" if numbers == ["1"] else "guardian", 2: "supervisor"}
            if roles[len(numbers)] == role and (role != "supervisor" or numbers[-1] == "1"):
                found.append(pid)
    return found


def test_they_share_no_namespace_and_no_session_with_each_other_or_with_the_zygote(
    forking: ForkedBubblewraps,
) -> None:
    boxes = [forking.open(LAUNCH) for _ in range(3)]
    try:
        everybody = [*those(forking, "zygote"), *those(forking, "supervisor")]
        assert len(everybody) == 4
        for space in ("user", "pid", "mnt", "net", "ipc", "uts", "cgroup"):
            assert len({os.readlink(f"/proc/{pid}/ns/{space}") for pid in everybody}) == 4, space
        # A signal to a process group or a session reaches across namespaces.
        assert len({os.getpgid(pid) for pid in everybody}) == 4
        assert len({os.getsid(pid) for pid in everybody}) == 4
    finally:
        for box in boxes:
            box.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="the kernel shows our descriptors to root only")
def test_they_hold_one_socket_and_nothing_of_the_zygotes_or_of_each_others(
    forking: ForkedBubblewraps,
) -> None:
    boxes = [forking.open(LAUNCH) for _ in range(2)]
    try:
        for pid in those(forking, "supervisor"):
            # The one to its guardian is closed just after the sandbox has been called ready.
            wait_until_none(lambda pid=pid: len(descriptors(pid, "socket:")) > 1, "too many sockets")
            assert len(descriptors(pid, "socket:")) == 1
            # Of its control group no more than the sum of its own CPU time, to read.
            counters = descriptors(pid, "/sys/fs/cgroup")
            assert {os.path.basename(path) for path in counters} <= {"cpu.stat", "cpuacct.usage"}
            assert len(counters) <= 1 and not any(opened_to_write(pid, path) for path in counters)
    finally:
        for box in boxes:
            box.close()


def opened_to_write(pid: int, path: str) -> bool:
    """Whether one of its descriptors that leads there can be written to."""
    numbers = [
        name for name in os.listdir(f"/proc/{pid}/fd") if os.readlink(f"/proc/{pid}/fd/{name}") == path
    ]
    flags = [Path(f"/proc/{pid}/fdinfo/{number}").read_text().split()[3] for number in numbers]
    assert flags
    return any(int(flag, 8) & os.O_ACCMODE != os.O_RDONLY for flag in flags)


def descriptors(pid: int, start: str) -> set[str]:
    """What its descriptors lead to, and begins so."""
    names = []
    for number in os.listdir(f"/proc/{pid}/fd"):
        with suppress(FileNotFoundError):  # it was closed meanwhile
            names.append(os.readlink(f"/proc/{pid}/fd/{number}"))
    return {name for name in names if name.startswith(start)}


def test_nothing_is_left_of_what_is_closed_nor_of_what_was_open_when_all_ended(
    forking: ForkedBubblewraps,
) -> None:
    forking.open(LAUNCH).close()
    wait_until_none(lambda: those(forking, "guardian") + those(forking, "supervisor"), "it is left")
    box = forking.open(LAUNCH)
    try:
        everybody = [pid for role in ("zygote", "guardian", "supervisor") for pid in those(forking, role)]
        assert len(everybody) == 3
        forking.close()
        wait_until_none(lambda: [pid for pid in everybody if command_line(pid)], "something is left")
    finally:
        box.close()


@pytest.mark.parametrize("victim", ["zygote", "guardian", "supervisor"])
def test_what_is_killed_from_outside_costs_no_points_and_the_next_is_graded(
    forking: ForkedBubblewraps, tmp_path: Path, victim: str
) -> None:
    exercise = real.tiny_exercise(tmp_path / "exercise", SUITE + "def test_again(): assert f() == 7\n")
    # The first test that is over lets the other one, or what holds it, be killed in its sleep.
    slow = "import time\ndef f():\n    time.sleep(1)\n    return 7\n"
    watcher = Watcher(on_check=lambda check: [kill(pid) for pid in those(forking, victim)] and None)
    with pytest.raises(InfrastructureError) as raised:
        real.graded(exercise, slow.encode(), forking, watcher=watcher)
    assert raised.value.code == "sandbox-lost"
    report = real.graded(exercise, RIGHT.encode(), forking)
    assert [check.verdict.value for check in report.checks] == ["passed", "passed"]
    assert not forking._forbidden


def test_after_the_end_of_a_zygote_there_is_a_new_one(forking: ForkedBubblewraps) -> None:
    (first,) = those(forking, "zygote")
    kill(first)
    forking.open(LAUNCH).close()  # started by itself, or forked by the new one
    forking.open(LAUNCH).close()
    (second,) = those(forking, "zygote")
    assert second != first
    assert not forking._forbidden


def test_where_it_is_forbidden_each_is_started_by_itself(
    zygotes: ForkedBubblewraps, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zygote, "switches", lambda: ["/proc/not/there"])
    for _ in range(2):
        (check,) = grade(SUITE, RIGHT).checks
        assert check.verdict.value == "passed"
    assert zygotes._forbidden
    assert zygotes._zygotes == {}
