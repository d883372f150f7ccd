"""How many submissions a batch grades side by side, in real sandboxes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.batch.found import candidates
from grader.batch.run import BatchPlan, run
from grader.batch.store import Opened
from grader.judge.handle import ForkServer
from grader.machine import capacity
from grader.sandboxes.base import SandboxProvider
from tests import real

WAITS = "import time\ndef f():\n    time.sleep(0.5)\n    return 1\n"
SUITE = "from solution import f\n\ndef test_one(): assert f() == 1\ndef test_two(): assert f() == 1\n"


@pytest.mark.parametrize("busy", [0.1, 1.0])
def test_more_are_graded_at_once_than_there_are_processors_where_these_are_idle(
    busy: float, sandbox: SandboxProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capacity.Processors, "busy", lambda self: busy)
    exercise = real.tiny_exercise(tmp_path / "exercise", SUITE)
    folder = tmp_path / "in"
    folder.mkdir()
    count = 4 * capacity.processors()
    for number in range(count):
        (folder / f"c{number}.py").write_text(WAITS)
    results = tmp_path / "r.jsonl"
    server = ForkServer()
    with Opened(str(results), to_write=True) as store:
        everybody = candidates([str(folder)])
        run(BatchPlan(exercise, sandbox), everybody, store, lambda done: None, server)
    server.close()
    records = [json.loads(line) for line in results.read_text().splitlines()]
    assert [record["report"]["score"]["fraction"] for record in records] == [1] * count
    times = [(record["started"], record["finished"]) for record in records]
    at_once = max(sum(begun <= start < ended for begun, ended in times) for start, _ in times)
    assert (at_once > capacity.processors()) is (busy < 0.5)
