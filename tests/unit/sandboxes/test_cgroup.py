"""Control groups, on whatever of them this machine lets us have."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from grader.sandboxes import cgroup


@pytest.fixture
def group() -> cgroup.Group:
    made = cgroup.make(64 << 20, 16)
    if made is None:
        pytest.skip("this user may have no control group here")
    return made


def folders(pid: int | str) -> list[Path]:
    return [folder for parent, _ in cgroup._places(0, 0) for folder in parent.glob(f"grade-{pid}-*")]


def test_a_group_that_nobody_has_joined_yet_is_not_taken_for_a_stray(group: cgroup.Group) -> None:
    cgroup.remove_strays()
    assert folders(os.getpid())
    group.close()
    assert not folders(os.getpid())


def test_what_a_dead_grader_left_is_removed() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    parent = cgroup._places(0, 0)[0][0]
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
