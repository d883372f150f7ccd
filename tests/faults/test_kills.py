"""Whatever is killed, and whenever: a right submission gets its full score or none, and nothing is left."""

from __future__ import annotations

import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests import real
from tests.command import COMMAND, environment
from tests.faults.conftest import (
    RIGHT,
    Course,
    adopt,
    adopted,
    children,
    command_line,
    containers,
    kill,
    wait_until_none,
    when_there,
)  # fmt: skip


def judge(process: subprocess.Popen[str]) -> int | None:
    return next(
        (pid for pid in children(process.pid) if b"grader.judge.inside.main" in command_line(pid)), None
    )


def bwrap(process: subprocess.Popen[str]) -> int | None:
    return next((pid for pid in children(process.pid) if b"bwrap\0" in command_line(pid)), None)


def worker(process: subprocess.Popen[str]) -> int | None:
    """Process 1 of the sandbox, by its number out here, as soon as it runs our code."""
    outer = bwrap(process)
    inner = children(outer) if outer else set()
    return next((pid for pid in inner if command_line(pid).startswith(b"/grade/")), None)


def container(process: subprocess.Popen[str]) -> str | None:
    return containers().get(str(process.pid))


@pytest.mark.parametrize("kind", ["bubblewrap"], indirect=True)
@pytest.mark.parametrize("victim", [worker, bwrap], ids=["worker", "bwrap"])
def test_a_sandbox_that_is_killed_costs_no_points(course: Course, victim: object) -> None:
    assert callable(victim)

    def hurt(process: subprocess.Popen[str]) -> None:
        pid = when_there(process, lambda: victim(process))
        if pid:
            kill(pid)

    course.conclusions(f"kill {victim.__name__}", hurt)


def _worker_of(container: str) -> None:
    asked = ["docker", "inspect", "--format", "{{.State.Pid}}", container]
    pid = int(subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() or 0)
    if pid:  # 0 while it does not run
        kill(pid)


def _docker(*command: str) -> None:
    subprocess.run(["docker", *command], capture_output=True, timeout=60, check=False)


CONTAINER_FAULTS = {
    "docker kill": lambda held: _docker("kill", held),
    "docker rm -f": lambda held: _docker("rm", "-f", held),
    "docker stop": lambda held: _docker("stop", "-t", "0", held),
    "kill the worker": _worker_of,
}


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["docker"], indirect=True)
@pytest.mark.parametrize("fault", CONTAINER_FAULTS)
def test_a_container_that_is_killed_costs_no_points(course: Course, fault: str) -> None:
    def hurt(process: subprocess.Popen[str]) -> None:
        held = when_there(process, lambda: container(process))
        if held:
            CONTAINER_FAULTS[fault](held)

    course.conclusions(fault, hurt)


def test_a_judge_that_is_killed_costs_no_points(course: Course) -> None:
    def hurt(process: subprocess.Popen[str]) -> None:
        pid = when_there(process, lambda: judge(process))
        if pid:
            kill(pid)

    course.conclusions("kill the judge", hurt)


@pytest.mark.matrix
@pytest.mark.parametrize(
    "number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda held: held.name
)
def test_a_command_that_is_ended_leaves_no_wrong_score(course: Course, number: signal.Signals) -> None:
    # 130 as promised; before Python has started, the signal itself.
    course.conclusions(
        f"{number.name} to the command", lambda process: process.send_signal(number), fatal=(130, -number)
    )


@pytest.mark.matrix
def test_a_batch_that_is_killed_leaves_no_process(tmp_path: Path) -> None:
    real.sandbox_or_skip("bubblewrap")
    (tmp_path / "in").mkdir()
    for number in range(40):
        shutil.copy(RIGHT, tmp_path / "in" / f"c{number}.py")
    results = tmp_path / "results.jsonl"
    argv = [*COMMAND, "batch", "in", "--exercise", "flatten", "--sandbox", "bubblewrap"]
    before = children()
    adopt(True)
    try:
        with subprocess.Popen(
            [*argv, "--results", str(results)], cwd=tmp_path, env=environment(tmp_path),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            assert when_there(process, lambda: results.exists() and results.read_bytes())
            assert children(process.pid)
            process.kill()
        wait_until_none(lambda: adopted() - before, "processes are left")
    finally:
        adopt(False)
