"""Judges forked from a process that has pytest loaded: each as fresh as one that was started on its own."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import InfrastructureError
from grader.exercises.exercise import Exercise
from grader.grading.opening import serve, suites
from grader.judge.assignment import Assignment
from grader.judge.events import Collected, Event, Paced, SuiteBroken
from grader.judge.handle import ForkServer, JudgeHandle
from tests.real import tiny_exercise

ROOT = Path(__file__).resolve().parents[3]
SUITE = """
    import sys
    import pytest
    from solution import f

    assert "a mark" not in sys.modules, "another judge has been here"
    sys.modules["a mark"] = sys

    def test_one():
        assert f() == 1

    @pytest.mark.parametrize("number", [1, 2])
    def test_two(number):
        assert f() == number
"""
# Of collecting a suite, however busy the machine.
SILENT_SECONDS = 60.0


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    return tiny_exercise(tmp_path / "tiny", SUITE, points=3)


def serving(exercise: Exercise) -> ForkServer:
    return serve(exercise, ForkServer())


@pytest.fixture
def server(exercise: Exercise) -> Iterator[ForkServer]:
    server = serving(exercise)
    yield server
    server.close()


def first_event(judge: JudgeHandle, exercise: Exercise) -> Event:
    """The first thing that the judge says of its assignment, but for how fast the machine is."""
    judge.begin(suites(exercise), Assignment(seed=1))
    return next(event for event in judge.events(SILENT_SECONDS) if not isinstance(event, Paced))


def count_of_tests(event: Event) -> int:
    assert isinstance(event, Collected)
    return len(event.tests)


def test_each_judge_is_as_fresh_as_one_that_was_started(server: ForkServer, exercise: Exercise) -> None:
    started = JudgeHandle()
    expected = first_event(started, exercise)
    started.close()
    assert count_of_tests(expected) == 3
    for _ in range(3):
        judge = JudgeHandle(server=server)
        assert first_event(judge, exercise) == expected
        judge.close()


def test_judges_work_side_by_side(server: ForkServer, exercise: Exercise) -> None:
    judges = [JudgeHandle(server=server) for _ in range(3)]
    assert [count_of_tests(first_event(judge, exercise)) for judge in judges] == [3, 3, 3]
    judges[1].kill()  # at which the others do not notice anything
    with pytest.raises(InfrastructureError, match="ended early"):
        list(judges[1].events(SILENT_SECONDS))
    for judge in judges:
        judge.close()
        judge.close()
    judge = JudgeHandle(server=server)
    assert count_of_tests(first_event(judge, exercise))
    judge.close()


def test_the_suite_is_the_same_for_all_whatever_is_edited_meanwhile(
    server: ForkServer, exercise: Exercise
) -> None:
    first = JudgeHandle(server=server)
    assert count_of_tests(first_event(first, exercise)) == 3
    first.close()
    (exercise.folder / "hidden" / "test_tiny.py").write_text("def test_one(): ...\n")
    second = JudgeHandle(server=server)
    assert count_of_tests(first_event(second, exercise)) == 3
    second.close()


@pytest.mark.parametrize("name", ["hidden/test_tiny.py", "hidden/conftest.py", "conftest.py"])
def test_a_broken_suite_is_told_to_each_judge(exercise: Exercise, name: str) -> None:
    (exercise.folder / name).write_text("1 / 0\n")
    server = serving(exercise)
    for _ in range(2):
        judge = JudgeHandle(server=server)
        broken = first_event(judge, exercise)
        assert isinstance(broken, SuiteBroken)
        # Where it is a conftest pytest says no more than that it cannot begin.
        assert "ZeroDivisionError" in broken.text or "conftest" in name
        judge.close()
    server.close()


def test_a_conftest_of_the_exercise_is_part_of_the_suite(exercise: Exercise) -> None:
    (exercise.folder / "conftest.py").write_text("import pytest\n\n@pytest.fixture\ndef given(): return 1\n")
    (exercise.folder / "hidden" / "test_tiny.py").write_text("def test_one(given): assert given == 1\n")
    server = serving(exercise)
    for judge in (JudgeHandle(), JudgeHandle(server=server)):
        assert count_of_tests(first_event(judge, exercise))
        judge.close()
    server.close()


def test_nothing_of_the_callers_environment_steers_it(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "evil.py").write_text("raise SystemExit('loaded')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTEST_PLUGINS", "evil")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    server = serving(exercise)
    judge = JudgeHandle(server=server)
    assert count_of_tests(first_event(judge, exercise))
    judge.close()
    server.close()


def test_a_server_that_is_gone_is_our_failure_and_leaves_no_socket(exercise: Exercise) -> None:
    server = serving(exercise)
    server.close()
    with pytest.raises(InfrastructureError, match="starts the judges"):
        JudgeHandle(server=server)


WAITING = """
import socket, sys, threading
from grader.judge.events import AllTold
from grader.judge.inside.main import Parent
parent = Parent(socket.socket(fileno=int(sys.argv[1])))
parent.die_with()
parent.emit(AllTold())
threading.Event().wait(60)
sys.exit(1)
"""


@pytest.mark.parametrize("reads", [True, False])
def test_a_judge_ends_with_its_grader_whether_that_has_read_everything_or_not(reads: bool) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-c", WAITING, str(theirs.fileno())]
        judge = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=ROOT)
    with ours:
        assert ours.recv(1000, 0 if reads else socket.MSG_PEEK)
    assert judge.wait(SILENT_SECONDS) == 0
