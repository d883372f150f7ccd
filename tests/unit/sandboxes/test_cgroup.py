"""Control groups, on whatever of them this machine lets us have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandboxes.bubblewrap import cgroup


@pytest.fixture
def group() -> cgroup.Group:
    made = cgroup.make(64 << 20, 16)
    if made is None:
        pytest.skip("this user may have no control group here")
    return made


def folders(pid: int | str) -> list[Path]:
    return [folder for parent in cgroup._parents() for folder in parent.glob(f"grade-{pid}-*")]


def test_a_group_that_nobody_has_joined_yet_is_not_taken_for_a_stray(group: cgroup.Group) -> None:
    cgroup.remove_strays()
    assert folders(os.getpid())
    group.close()
    assert not folders(os.getpid())


def test_what_a_dead_grader_left_is_removed() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    parent = cgroup._parents()[0]
    left = parent / f"grade-{ended.pid}-abcd"
    try:
        left.mkdir()
    except OSError:
        pytest.skip("this user may have no control group here")
    cgroup.remove_strays()
    assert not left.exists()


def test_no_more_processes_start_in_it_than_it_allows(group: cgroup.Group) -> None:
    script = "read go; for i in $(seq 40); do sleep 5 & done; wait"
    with subprocess.Popen(
        ["sh", "-c", script], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as shell:
        group.take(shell.pid)
        _, errors = shell.communicate("go\n", timeout=60)
    group.close()
    assert "fork" in errors.lower()


def test_the_time_of_all_that_was_in_it_is_counted_and_is_that_of_one_processor(group: cgroup.Group) -> None:
    counter = group.counter()
    if counter is None:
        group.close()
        pytest.skip("this user may have no control group for processors here")
    spin = "import os, time\nos.read(0, 1)\nfor _ in range(2): os.fork()\n"
    spin += "end = time.monotonic() + 1\nwhile time.monotonic() < end: pass\n"
    with counter, subprocess.Popen([sys.executable, "-c", spin], stdin=subprocess.PIPE) as process:
        group.take(process.pid)
        before = seconds(counter.read())
        process.communicate(b"x", timeout=60)
        counter.seek(0)
        used = seconds(counter.read()) - before
    group.close()
    # Whoever had one when the kernel took it away keeps what is left of a tenth of a second.
    assert 0 < used < 1.3


def seconds(text: bytes) -> float:
    """As `sandbox/worker/accounts.py` reads it."""
    words = text.split()
    return int(words[1]) / 1e6 if words[0] == b"usage_usec" else int(words[0]) / 1e9


V2 = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/run-1.scope\n"
V1 = "11:pids:/a\n8:memory:/b/c\n4:cpu,cpuacct:/d\n1:name=systemd:/e\n0::/e\n"
V1_APART = "3:pids:/\n2:cpuacct:/\n1:cpu:/x\n"


def test_version_2_takes_one_folder_beside_our_own() -> None:
    parent = Path("/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice")
    assert cgroup.places(cgroup.groups(V2), alone=True, memory_bytes=1000, processes=5) == (
        [(parent, {"memory.max": "1000", "memory.swap.max": "0", "pids.max": "5"})],
        [(parent, {"cpu.max": "100000 100000"})],
    )
    assert cgroup.places({"": ""}, alone=True, memory_bytes=1, processes=1)[0][0][0] == Path("/sys/fs/cgroup")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(V1, ["pids/a", "memory/b/c", "cpu/d", "cpuacct/d"], id="together"),
        pytest.param(V1_APART, ["pids", "memory", "cpu/x", "cpuacct"], id="apart"),
    ],
)
def test_version_1_takes_a_folder_for_each_controller(text: str, expected: list[str]) -> None:
    bounds, timed = cgroup.places(cgroup.groups(text), alone=False, memory_bytes=1000, processes=5)
    assert [str(parent.relative_to("/sys/fs/cgroup")) for parent, _ in bounds + timed] == expected
    assert [limits for _, limits in bounds + timed] == [
        {"pids.max": "5"},
        {"memory.limit_in_bytes": "1000", "memory.memsw.limit_in_bytes": "1000"},
        {"cpu.cfs_period_us": "100000", "cpu.cfs_quota_us": "100000"},
        {},
    ]


def test_what_has_no_controller_for_processors_is_a_group_without_a_counter(tmp_path: Path) -> None:
    assert cgroup.Group((tmp_path,)).counter() is None


@pytest.mark.parametrize("together", [False, True])
def test_in_version_1_the_counter_is_not_the_file_that_version_2_has(tmp_path: Path, together: bool) -> None:
    cpu, cpuacct = tmp_path / "cpu", tmp_path / ("cpu" if together else "cpuacct")
    for folder in {cpu, cpuacct}:
        folder.mkdir()
    (cpu / "cpu.stat").write_text("nr_periods 3\n")
    (cpuacct / "cpuacct.usage").write_text("7\n")
    counter = cgroup.Group((), (cpu, cpuacct)).counter()
    assert counter is not None
    with counter:
        assert counter.read() == b"7\n"


def test_in_version_2_the_counter_is_in_the_one_folder(tmp_path: Path) -> None:
    (tmp_path / "cpu.stat").write_text("usage_usec 12\nuser_usec 7\n")
    counter = cgroup.Group((tmp_path,), (tmp_path,)).counter()
    assert counter is not None
    with counter:
        assert counter.read().startswith(b"usage_usec 12")
