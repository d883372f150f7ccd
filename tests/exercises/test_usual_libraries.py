"""Suites with usual libraries and plugins: each test has the verdict of plain pytest with these."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.environments.judging import libraries_here
from grader.exercises.environment import LOCK
from grader.exercises.exercise import Exercise
from grader.exercises.manifest import load
from grader.report import unheard
from tests import real

HERE = Path(__file__).parent / "usual"
SUITE, SOLUTION = ((HERE / f"{name}.py").read_text("utf-8") for name in ("suite", "solution"))
ENVIRONMENT = """
[environment]
python = ">=3.11"
requirements = "requirements.txt"
"""
FAULTS = {
    "right": ("", ""),
    "takes empty names": ("min_length=1", "min_length=0"),
    "takes any age": ("ge=0", "ge=-5"),
    "can be changed": ("ConfigDict(frozen=True)", "ConfigDict()"),
    "no validator": ("attrs.validators.instance_of(int)", "None"),
    "another class": ("@attrs.frozen", "@attrs.define"),
    "forgets the status": ("r.raise_for_status(); ", ""),
    "another time-out": ("timeout=3", "timeout=5"),
    "sends nothing": ("json=data", "json=None"),
    "always today": ("datetime.date.today()", "datetime.date(2026, 1, 1)"),
    "its own dice": ("random.randint(1, 6)", "7"),
    "keeps the order": ("sorted(items)", "list(items)"),
    "forgets to double": ("return n * 2", "return n"),
    "asks twice": (".upper()", ".upper() and self.client.get('x').upper()"),
}
PLAIN = "import sys; sys.path[:0] = sys.argv[1:3]; import pytest; sys.exit(pytest.main(sys.argv[3:]))"


def exercise_in(folder: Path) -> Exercise:
    """The exercise with that suite and those libraries."""
    exercise = real.tiny_exercise(folder, SUITE, cpu_seconds=5, wall_seconds=30, memory_mb=512)
    for name in (LOCK, "requirements.txt"):
        shutil.copy(HERE / name, exercise.folder)
    with (exercise.folder / "exercise.toml").open("a") as manifest:
        manifest.write(ENVIRONMENT)
    return load(exercise.folder)


def plain(folder: Path, libraries: str, solution: str) -> dict[str, bool]:
    """Which tests pass where suite, solution and libraries are in one process."""
    folder.mkdir()
    for name, text in (("test_it", SUITE), ("solution", solution)):
        (folder / f"{name}.py").write_text(text, "utf-8")
    command = [sys.executable, "-S", "-c", PLAIN, libraries, str(folder)]
    done = subprocess.run(
        [*command, "-rA", "-q", "-p", "no:cacheprovider", "test_it.py"],
        cwd=folder, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    found = re.findall(r"^(PASSED|FAILED|ERROR) test_it\.py::(\S+)", done.stdout, re.MULTILINE)
    return {name.rpartition("::")[2]: word == "PASSED" for word, name in found}


@pytest.mark.usual(2)
@pytest.mark.parametrize("sandbox", real.NAMES)
@pytest.mark.parametrize("fault", FAULTS)
def test_each_test_has_the_verdict_of_plain_pytest(tmp_path: Path, sandbox: str, fault: str) -> None:
    exercise = exercise_in(tmp_path / "tiny")
    assert FAULTS[fault][0] in SOLUTION
    solution = SOLUTION.replace(*FAULTS[fault])
    expected = plain(tmp_path / "plain", libraries_here(exercise, unheard), solution)
    report = real.graded(exercise, solution.encode(), real.sandbox_or_skip(sandbox))
    found = {name: verdict == "passed" for name, verdict in real.verdicts(report).items()}
    assert found == expected
    assert all(expected.values()) is (fault == "right")
