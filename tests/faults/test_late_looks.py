"""A supervisor that cannot look in time: the kernel ends the test, and the limit is its verdict."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

from tests import real
from tests.command import COMMAND, environment
from tests.faults.conftest import children, kill, state, when_there
from tests.faults.test_kills import worker

SPINS = "def f():\n    while True:\n        pass\n"
LONG_AT_WORK_TICKS = os.sysconf("SC_CLK_TCK") // 2


def at_work(process: subprocess.Popen[str]) -> tuple[int, int] | None:
    """Process 1 of the sandbox, and the test that has been computing in it for half a second."""
    supervisor = worker(process)
    for pid in children(supervisor) if supervisor else ():
        if state(pid) == "R":
            ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11]
            if int(ticks) >= LONG_AT_WORK_TICKS:
                return supervisor or 0, pid
    return None


def test_who_computes_for_too_long_is_not_told_that_he_crashed(tmp_path: Path) -> None:
    real.sandbox_or_skip("bubblewrap")
    suite = "from solution import f\ndef test_it(): f()\n"
    real.tiny_exercise(tmp_path / "exercises/tiny", suite, cpu_seconds=3)
    (tmp_path / "tiny.py").write_text(SPINS)
    options = ("--exercises", "exercises", "--sandbox", "bubblewrap", "--format", "json")
    process = subprocess.Popen(
        [*COMMAND, "submit", "tiny.py", *options],
        cwd=tmp_path, env=environment(tmp_path), text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        found = when_there(process, lambda: at_work(process))
        assert found, "no test was seen at work"
        supervisor, test = found
        kill(supervisor, signal.SIGSTOP)
        when_there(process, lambda: state(test) == "Z")
        kill(supervisor, signal.SIGCONT)
        report = json.loads(process.communicate(timeout=100)[0])
    finally:
        process.kill()
        process.wait()
    assert {one["verdict"] for one in report["tests"]} == {"timeout"}
