"""Whatever is killed, and whenever: a right submission gets its full score or none, and nothing is left."""

from __future__ import annotations

import signal
import subprocess

import pytest

from tests.faults.conftest import Course, children, command_line, containers, kill, when_there


def judge(process: subprocess.Popen[str]) -> int | None:
    return next((pid for pid in children(process.pid) if b"grader.judge.main" in command_line(pid)), None)


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


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda held: held.name
)
def test_a_command_that_is_ended_leaves_no_wrong_score(course: Course, number: signal.Signals) -> None:
    # 130 as promised; before Python has started, the signal itself.
    course.conclusions(
        f"{number.name} to the command", lambda process: process.send_signal(number), fatal=(130, -number)
    )
