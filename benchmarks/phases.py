"""Where the time of one `grade submit` goes, by the timings in its report."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from . import container
from .commands import ROOT, grade, seconds
from .pairs import shown

HEADER = ("phase", "share", "median")
_EMPTY = (sys.executable, "-I", "-S", "-c", "pass")
_WORDS = {
    "python": "an empty Python process",
    "around": "imports, reading the file, printing, leaving",
    "choose_seconds": "choosing the sandbox",
    "open_seconds": "opening it, as far as the main process waits",
    "test_seconds": "the judge: waits for the sandbox, runs the tests",
}


def tables(rounds: int) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """The name of each sandbox, with the rows that say where the time in it goes."""
    for name in ("bubblewrap", "docker"):
        if name == "docker" and not container.available():
            continue
        runs = [_run(name) for _ in range(rounds + 1)][1:]
        phases = {phase: statistics.median(run[phase] for run in runs) for phase in runs[0]}
        whole = sum(phases.values())
        lines = [
            (_WORDS.get(phase, phase), f"{taken / whole:.0%}", shown(taken))
            for phase, taken in phases.items()
        ]
        yield name, lines


def _run(name: str) -> dict[str, float]:
    """The seconds of one run by phase, which add up to its wall time."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "report.json")
        began = time.perf_counter()
        subprocess.run(
            [*grade(name), "--format", "json", "--output", str(output)], cwd=ROOT,
            capture_output=True, timeout=600, check=True,
        )  # fmt: skip
        whole = time.perf_counter() - began
        timings: dict[str, float] = json.loads(output.read_text())["timings"]
    empty = seconds(list(_EMPTY))
    return {"python": empty, "around": whole - empty - sum(timings.values()), **timings}
