"""What the supervisor notes of a test while it runs."""

from __future__ import annotations

import os
import socket
from types import SimpleNamespace
from typing import Any

import pytest
from worker import running
from worker.usage import Usage

from grader.wire.frames import PROCESS
from grader.wire.messages import Start

OWN = 50


@pytest.fixture
def test(request: pytest.FixtureRequest) -> Any:
    ours, theirs = socket.socketpair()
    request.addfinalizer(ours.close)
    request.addfinalizer(theirs.close)
    process: Any = SimpleNamespace(pid=OWN, channel=ours, waits=None, out=-1, err=-2, input=-3)
    return running.RunningTest(1, Start(1.0, 1.0, 1 << 20, 8, 1 << 10, 1.0), process)


def in_use(**processes: Any) -> Usage:
    seen = {int(name[1:]): values for name, values in processes.items()}
    return Usage(0.0, 0, len(seen), frozenset(map(str, seen)), seen)


def told(test: Any) -> list[tuple[Any, ...]]:
    return list(PROCESS.iter_unpack(test.processes()))


def test_the_tests_own_process_comes_first_also_before_any_look(test: Any) -> None:
    assert told(test) == [(OWN, 0.0, True)]
    test.note(in_use(p7=(0.1, True), p50=(0.2, True)))
    assert told(test) == [(OWN, 0.2, True), (7, 0.1, True)]


def test_who_has_ended_keeps_what_it_was_last_seen_to_have_used(test: Any) -> None:
    test.note(in_use(p50=(0.1, True), p51=(0.1, True), p52=(0.3, False)))
    test.note(in_use(p50=(0.2, True)))
    assert told(test) == [(OWN, 0.2, True), (51, 0.1, False), (52, 0.3, False)]


def test_what_is_used_is_noted_however_many_processes_there_were(
    test: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_MOST_SEEN", 3)
    for pid in range(60, 70):
        test.note(in_use(p50=(pid / 100, True), **{f"p{pid}": (0.1, True)}))
    assert told(test) == [(OWN, 0.69, True), (60, 0.1, False), (61, 0.1, False)]


def test_a_process_that_is_there_is_measured() -> None:
    seen = running.usage.live(100_000).processes
    cpu_seconds, is_running = seen[os.getpid()]
    assert cpu_seconds > 0
    assert is_running
