"""How a judge ended, and whose fault that is: told by what it had seen, and by how it went."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.errors import ExerciseError, InfrastructureError, JudgeLost
from grader.grading import grade as submit
from grader.grading.grade import Watcher
from grader.grading.many import Judges
from grader.judge import handle as process
from grader.judge.handle import JudgeHandle
from grader.report import Check, Verdict
from tests.real import tiny_exercise

SILENT_SECONDS = 60.0
SMALL, FULL = 50 << 20, 900 << 20
TESTS = [
    {"id": name, "title": name, "group": "Tests", "points": 1.0, "bonus": False, "visibility": "hidden"}
    for name in "abc"
]  # fmt: skip
COLLECTED = {"event": "collected", "tests": TESTS, "left_out": 0, "pytest": "9"}
READY = {"event": "ready", "python": "3.11", "protections": {}}
HEARD = {"event": "heard"}


def started(name: str) -> dict[str, Any]:
    return {"event": "started", "id": name, "seconds": 60.0}


def passed(name: str) -> dict[str, Any]:
    return {
        "event": "check", "id": name, "verdict": "passed", "message": "", "output": "", "cpu_seconds": 0.0,
        "wall_seconds": 0.0,
    }  # fmt: skip


class Scripted:
    """A judge that says these things, and then raises."""

    def __init__(self, *events: dict[str, Any], ends: Exception | None = None) -> None:
        self._events, self._ends = events, ends

    def events(self, silent_seconds: float) -> Iterator[dict[str, Any]]:
        yield from self._events
        if self._ends is not None:
            raise self._ends


def died(*, from_outside: bool = False) -> JudgeLost:
    return JudgeLost("x", code="judge-died", remedy="", from_outside=from_outside)


def stuck() -> JudgeLost:
    return JudgeLost("x", code="judge-stuck", remedy="", from_outside=False)


def verdicts(*events: dict[str, Any], ends: Exception | None = None) -> list[tuple[str, str, bool]]:
    judge: Any = Scripted(COLLECTED, READY, *events, ends=ends)
    seen: list[Check] = []
    found = submit._listen(judge, Watcher(on_check=seen.append), SILENT_SECONDS)
    assert {check.test.id: check for check in seen} == found.checks
    return sorted((name, check.verdict.value, bool(check.remark)) for name, check in found.checks.items())


FAILED = {"event": "failed", "text": "Traceback\nRuntimeError: secret"}


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ({"ends": died()}, "crashed"),
        ({"ends": stuck()}, "timeout"),
    ],
    ids=["died", "stuck"],
)
def test_a_judge_that_is_lost_after_it_heard_something_is_that_tests_end(
    end: dict[str, Any], verdict: str
) -> None:
    found = verdicts(started("b"), HEARD, passed("b"), started("a"), **end)
    assert found == [("a", verdict, True), ("b", "passed", False), ("c", "not_run", True)]


def test_a_judge_that_fails_after_it_heard_something_is_that_tests_end() -> None:
    found = verdicts(started("b"), HEARD, passed("b"), started("a"), FAILED)
    assert found == [("a", "crashed", True), ("b", "passed", False), ("c", "not_run", True)]


@pytest.mark.parametrize("end", [died(), stuck(), died(from_outside=True)])
@pytest.mark.parametrize("events", [(), (started("a"),)])
def test_a_judge_that_is_lost_before_it_heard_anything_is_no_score(
    events: tuple[dict[str, Any], ...], end: JudgeLost
) -> None:
    with pytest.raises(JudgeLost):
        verdicts(*events, ends=end)


def test_a_judge_that_somebody_ended_is_no_score() -> None:
    with pytest.raises(JudgeLost):
        verdicts(started("a"), HEARD, ends=died(from_outside=True))


def test_a_judge_that_fails_before_it_heard_anything_is_no_score() -> None:
    with pytest.raises(InfrastructureError):
        verdicts(started("a"), FAILED)
    with pytest.raises(ExerciseError):
        verdicts(started("a"), HEARD, {"event": "broken", "where": "a", "text": "KeyError"})


def test_what_a_failed_judge_says_of_itself_is_not_shown() -> None:
    judge: Any = Scripted(COLLECTED, READY, started("a"), HEARD, FAILED)
    found = submit._listen(judge, Watcher(), SILENT_SECONDS)
    assert found.checks["a"].verdict is Verdict.CRASHED
    assert found.checks["a"].message == "RuntimeError"


# --- how it ended


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
    found.give_job(str(exercise.folder), ("hidden",), exercise.limits, 1)
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
    assert next(events)["event"] == "collected"
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


def line(event: dict[str, Any]) -> bytes:
    return json.dumps(event).encode() + b"\n"


def test_a_judge_that_ends_in_the_middle_of_a_line_has_ended() -> None:
    ended = {"event": "ended", "status": signal.SIGSEGV, "peak_bytes": SMALL}
    judge, theirs = talking(line(HEARD), b'{"event": "check", "i', b"\n" + line(ended))
    with theirs, judge._socket:
        events = judge.events(SILENT_SECONDS)
        assert next(events) == HEARD
        with pytest.raises(JudgeLost) as caught:
            list(events)
    assert not caught.value.from_outside


def test_a_test_has_its_own_time_until_the_judge_is_stuck() -> None:
    judge, theirs = talking(line({"event": "started", "id": "a", "seconds": 0.2}))
    with theirs, judge._socket, pytest.raises(JudgeLost, match=r"nothing for 0\.2 seconds") as caught:
        list(judge.events(SILENT_SECONDS))
    assert caught.value.code == "judge-stuck"
