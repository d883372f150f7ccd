"""How a judge process ended: by its own doing, or because somebody ended it."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.errors import JudgeLost
from grader.grading.many import Judges
from grader.grading.opening import suites
from grader.judge import handle as process
from grader.judge.assignment import Assignment
from grader.judge.events import Began, CandidateHeard, Collected, JudgeEnded, to_line
from grader.judge.handle import JudgeHandle
from tests.real import tiny_exercise

SILENT_SECONDS = 60.0
SMALL, FULL = 50 << 20, 900 << 20


@pytest.mark.parametrize(
    ("status", "peak_bytes", "sent"),
    [
        (signal.SIGKILL, SMALL, True),
        (signal.SIGKILL, FULL, False),  # as the kernel does when memory is short
        (signal.SIGTERM, FULL, True),
        (signal.SIGINT, SMALL, True),
        (signal.SIGHUP, SMALL, True),
        (signal.SIGSEGV, SMALL, False),
        (signal.SIGSEGV | 0x80, SMALL, False),  # with a core file
        (signal.SIGABRT, SMALL, False),
        (signal.SIGBUS, SMALL, False),
        (0, SMALL, False),
        (1 << 8, SMALL, False),
    ],
)
def test_what_somebody_sent_is_told_from_what_values_can_do(status: int, peak_bytes: int, sent: bool) -> None:
    assert process._sent((status, peak_bytes)) is sent


def test_where_nobody_knows_how_it_ended_it_was_not_the_values() -> None:
    assert process._sent(None) is True


@pytest.fixture(params=["started", "forked"])
def judge(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[JudgeHandle]:
    exercise = tiny_exercise(tmp_path / "tiny", "def test_one(): pass\n")
    judges = Judges()
    found = judges.judge(exercise) if request.param == "forked" else JudgeHandle()
    found.begin(suites(exercise), Assignment(seed=1))
    yield found
    found.close()
    judges.close()


def pid_of(judge: JudgeHandle) -> int:
    """The other end of its socket says who that is: its own number, or its server's who forked it."""
    found: Any = judge._process
    if isinstance(found, process._Spawned):
        assert found._pid is not None
        return found._pid
    with open(f"/proc/self/fdinfo/{found._descriptor}") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pid:"))


@pytest.mark.parametrize(
    ("number", "from_outside"), [(signal.SIGSEGV, False), (signal.SIGABRT, False), (signal.SIGKILL, True)]
)
def test_the_end_of_a_judge_is_known_however_it_was_begun(
    judge: JudgeHandle, number: int, from_outside: bool
) -> None:
    events = judge.events(SILENT_SECONDS)
    assert isinstance(next(events), Collected)
    os.kill(pid_of(judge), number)
    with pytest.raises(JudgeLost) as caught:
        list(events)
    assert (caught.value.code, caught.value.from_outside) == ("judge-died", from_outside)


def test_a_judge_that_we_end_was_ended_by_us(judge: JudgeHandle) -> None:
    events = judge.events(SILENT_SECONDS)
    next(events)
    judge.kill()
    with pytest.raises(JudgeLost) as caught:
        list(events)
    assert caught.value.from_outside


# --- what is said on the socket


class Silent:
    def __init__(self) -> None:
        self.killed = False

    def ending(self) -> tuple[int, int] | None:
        return signal.SIGSEGV, SMALL


def talking(*lines: bytes) -> tuple[JudgeHandle, socket.socket]:
    judge: Any = JudgeHandle.__new__(JudgeHandle)
    judge._socket, theirs = socket.socketpair()
    judge._process, judge._killed = Silent(), False
    for line in lines:
        theirs.sendall(line)
    return judge, theirs


def test_a_judge_that_ends_in_the_middle_of_a_line_has_ended() -> None:
    ended = to_line(JudgeEnded(signal.SIGSEGV, SMALL))
    judge, theirs = talking(to_line(CandidateHeard()), b'{"event": "Checked", "i', b"\n" + ended)
    with theirs, judge._socket:
        events = judge.events(SILENT_SECONDS)
        assert next(events) == CandidateHeard()
        with pytest.raises(JudgeLost) as caught:
            list(events)
    assert not caught.value.from_outside


def test_a_test_has_its_own_time_until_the_judge_is_stuck() -> None:
    judge, theirs = talking(to_line(Began("a", 0.2)))
    with theirs, judge._socket, pytest.raises(JudgeLost, match=r"nothing for 0\.2 seconds") as caught:
        list(judge.events(SILENT_SECONDS))
    assert caught.value.code == "judge-stuck"


def test_the_memory_of_whoever_started_a_judge_is_not_the_judges() -> None:
    ours = bytearray(b"x") * (process._SMALL_BYTES + (64 << 20))  # noqa: F841 - now the most that we ever had
    judge = JudgeHandle()
    try:
        os.kill(pid_of(judge), signal.SIGKILL)
        with pytest.raises(JudgeLost) as caught:
            list(judge.events(SILENT_SECONDS))
        assert caught.value.from_outside
    finally:
        judge.close()
