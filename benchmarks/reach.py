"""What libraries, arrays and programs cost, by the same exercise without them.

The exercises are made anew in a temporary folder. Where a suite measures itself, its figures come out as the
message that it tells everybody.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import container
from .commands import ROOT, seconds
from .pairs import Row, compared, interleaved, shown, timed
from .wire import local

_SUBMISSIONS = 30
_TESTS = 12
_FLOATS = 1_000_000
# What is allowed: of the first two by the same without pandas, of a run by that of a plain Python.
_GRADE, _BATCH, _ARRAY_SECONDS, _RUN = 1.5, 1.2, 0.1, 2.0
_MANIFEST = """\
schema = 1
title = "Reach"
version = "1.0.0"
summary = "What the benchmarks grade."
{kind}
points = {tests}
bonus_points = 0
{environment}
[limits]
cpu_seconds = 20
wall_seconds = 120
memory_mb = 512
"""
# As in the lock of this example, which is taken along.
_LOCKED = ROOT / "examples" / "spending" / "environment.lock"
_PANDAS = '\n[environment]\nrequirements = ["numpy>=2", "pandas>=2.2"]\n'
_NAMES = 'names = ["totals"]'
_TEST = """

def test_{number}():
    assert totals({values}) == {wanted}
"""
_PLAIN = """\
def totals(amounts):
    return sum(amounts)
"""
_WITH_PANDAS = """\
import pandas as pd


def totals(amounts):
    return int(pd.Series(amounts).sum())
"""
_ECHO = "def totals(values):\n    return values\n"
_ARRAYS = f"""\
import statistics
import time

import numpy
from solution import totals


def test_floats(tell):
    taken = []
    for number in range(7):
        sent = numpy.random.default_rng(number).random({_FLOATS})
        began = time.perf_counter()
        found = totals(sent + 0)
        taken.append(time.perf_counter() - began)
        assert found.dtype == sent.dtype and found.shape == sent.shape and found[-1] == sent[-1]
    tell(str(statistics.median(taken)))
"""
_PROGRAM = "print(sum(map(int, input().split())))\n"
_RUNS = """\
import statistics
import time


def test_runs(program, tell):
    taken = []
    for number in range(15):
        began = time.perf_counter()
        assert program(f"{number} 1").same_lines(str(number + 1))
        taken.append(time.perf_counter() - began)
    tell(str(statistics.median(taken)))
"""


def rows(rounds: int) -> Iterator[Row]:
    """The comparisons, four rows for each sandbox: a grade, a batch, an array, a program's run."""
    with tempfile.TemporaryDirectory(prefix="grade-benchmark-") as name:
        folder = Path(name)
        _make(folder, "plain", _sums(), _PLAIN)
        _make(folder, "pandas", "import pandas\n" + _sums(), _WITH_PANDAS, _PANDAS)
        _make(folder, "arrays", _ARRAYS, _ECHO, _PANDAS, tests=1)
        _make(folder, "program", _RUNS, _PROGRAM, kind='kind = "program"', tests=1)
        for sandbox in ("bubblewrap", *(["docker"] if container.available() else [])):
            for slug in ("pandas", "arrays"):  # what is installed once is no part of a grading
                seconds(_submit(folder, slug, sandbox))
            yield _graded(folder, sandbox, rounds)
            yield _in_a_batch(folder, sandbox, max(1, rounds // 5))
            yield _array(folder, sandbox, rounds)
            yield _run(folder, sandbox, rounds)


def _graded(folder: Path, sandbox: str, rounds: int) -> Row:
    pairs = interleaved(
        lambda: seconds(_submit(folder, "pandas", sandbox)),
        lambda: seconds(_submit(folder, "plain", sandbox)), rounds,
    )  # fmt: skip
    return compared(f"{sandbox}: grade with pandas : the same without", pairs, _GRADE)


def _in_a_batch(folder: Path, sandbox: str, rounds: int) -> Row:
    def batch(slug: str) -> float:
        shutil.rmtree(folder / "in", ignore_errors=True)
        (folder / "in").mkdir()
        for number in range(_SUBMISSIONS):
            shutil.copy(folder / f"{slug}.py", folder / "in" / f"c{number:05}.py")
        results = folder / "results.jsonl"
        results.unlink(missing_ok=True)
        argv = _command("batch", str(folder / "in"), folder, slug, sandbox)
        return seconds([*argv, "--results", str(results)])

    pairs = interleaved(lambda: batch("pandas"), lambda: batch("plain"), rounds)
    return compared(f"{sandbox}: batch of {_SUBMISSIONS} with pandas : the same without", pairs, _BATCH)


def _array(folder: Path, sandbox: str, rounds: int) -> Row:
    sent = os.urandom(8 * _FLOATS)
    with local() as beside:
        pairs = interleaved(
            lambda: _told(folder, "arrays", sandbox), lambda: timed(lambda: beside.echo(sent)), rounds
        )
    row = compared(f"{sandbox}: {_FLOATS} floats there and back : as bytes over Pipe", pairs)
    return Row(
        row.name, row.ratios, most=shown(_ARRAY_SECONDS), detail=row.detail,
        kept=statistics.median(pairs.ours) <= _ARRAY_SECONDS,
    )  # fmt: skip


def _run(folder: Path, sandbox: str, rounds: int) -> Row:
    argv = [sys.executable, str(folder / "program.py")]

    def bare() -> float:
        return timed(lambda: subprocess.run(argv, input=b"1 2", capture_output=True, check=True))

    pairs = interleaved(
        lambda: _told(folder, "program", sandbox),
        lambda: statistics.median(bare() for _ in range(15)),
        rounds,
    )
    return compared(f"{sandbox}: a run of a program : the same by Python alone", pairs, _RUN)


def _told(folder: Path, slug: str, sandbox: str) -> float:
    """The seconds that the only test of the exercise `slug` tells."""
    report = folder / "report.json"
    seconds([*_submit(folder, slug, sandbox), "--format", "json", "--output", str(report)])
    (test,) = json.loads(report.read_text("utf-8"))["tests"]
    return float(test["message"].split()[-1])


def _submit(folder: Path, slug: str, sandbox: str) -> list[str]:
    return _command("submit", str(folder / f"{slug}.py"), folder, slug, sandbox)


def _command(command: str, path: str, folder: Path, slug: str, sandbox: str) -> list[str]:
    return [
        sys.executable, "-m", "grader", command, path, "--exercises", str(folder / "exercises"),
        "--exercise", slug, "--sandbox", sandbox,
    ]  # fmt: skip


def _make(
    folder: Path, slug: str, suite: str, source: str, environment: str = "", *, kind: str = _NAMES,
    tests: int = _TESTS,
) -> None:  # fmt: skip
    """Writes an exercise, and beside them all a submission that is right."""
    exercise = folder / "exercises" / slug
    (exercise / "hidden").mkdir(parents=True)
    (exercise / "hidden" / f"test_{slug}.py").write_text(suite, "utf-8")
    manifest = _MANIFEST.format(kind=kind, environment=environment, tests=tests)
    (exercise / "exercise.toml").write_text(manifest, "utf-8")
    if environment:
        shutil.copy(_LOCKED, exercise)
    (folder / f"{slug}.py").write_text(source, "utf-8")


def _sums() -> str:
    values = [list(range(number, 4 * number)) for number in range(1, _TESTS + 1)]
    tests = (
        _TEST.format(number=number, values=numbers, wanted=sum(numbers))
        for number, numbers in enumerate(values)
    )
    return "from solution import totals\n" + "".join(tests)
