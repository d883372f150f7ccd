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

HERE = Path(__file__).parent
ENVIRONMENT = """
[environment]
python = ">=3.11"
requirements = "requirements.txt"
"""
USUAL = {
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
FURTHER = {
    "right": ("", ""),
    "another greeting": ("Hello, {", "Hi, {"),
    "takes any year": ("MinValueValidator(0)", "MinValueValidator(-5)"),
    "takes any address": ("forms.EmailField()", "forms.CharField()"),
    "saves nothing": ("Book.objects.create(", "Book("),
    "another answer": ("pong", "peng"),
    "echoes nothing": ("return request.get_json()", "return {}"),
    "another day": ("datetime.date.today()", "datetime.date(2024, 2, 29)"),
    "never expires": ("time.time() > self.until", "False"),
    "logs too much": ("    if item:", "    if True:"),
    "logs otherwise": ("logger.info", "logger.debug"),
    "sorts downwards": ("SortedList(items)", "SortedList(items, key=lambda n: -n)"),
    "is slow": ("time.sleep(seconds)", "time.sleep(3)"),
}
CASES = [("usual", fault) for fault in USUAL] + [("further", fault) for fault in FURTHER]
PLAIN = "import sys; sys.path[:0] = sys.argv[1:3]; import pytest; sys.exit(pytest.main(sys.argv[3:]))"


def text(of: str, name: str) -> str:
    """The text of a Python file in the folder `of`."""
    return (HERE / of / f"{name}.py").read_text("utf-8")


def exercise_in(folder: Path, of: str) -> Exercise:
    """The exercise with the suite and the libraries in the folder `of`."""
    exercise = real.tiny_exercise(folder, text(of, "suite"), cpu_seconds=5, wall_seconds=30, memory_mb=512)
    for name in (LOCK, "requirements.txt"):
        shutil.copy(HERE / of / name, exercise.folder)
    with (exercise.folder / "exercise.toml").open("a") as manifest:
        manifest.write(ENVIRONMENT)
    return load(exercise.folder)


def plain(folder: Path, libraries: str, suite: str, solution: str) -> dict[str, bool]:
    """Which tests pass where suite, solution and libraries are in one process."""
    folder.mkdir()
    for name, content in (("test_it", suite), ("solution", solution)):
        (folder / f"{name}.py").write_text(content, "utf-8")
    command = [sys.executable, "-S", "-c", PLAIN, libraries, str(folder)]
    done = subprocess.run(
        [*command, "-rA", "-q", "-p", "no:cacheprovider", "test_it.py"],
        cwd=folder, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    found = re.findall(r"^(PASSED|FAILED|ERROR) test_it\.py::(\S+)", done.stdout, re.MULTILINE)
    return {name.rpartition("::")[2]: word == "PASSED" for word, name in found}


@pytest.mark.usual(2)
@pytest.mark.parametrize("sandbox", real.NAMES)
@pytest.mark.parametrize(("of", "fault"), CASES)
def test_each_test_has_the_verdict_of_plain_pytest(tmp_path: Path, sandbox: str, of: str, fault: str) -> None:
    exercise, solution = exercise_in(tmp_path / "tiny", of), text(of, "solution")
    change = (USUAL if of == "usual" else FURTHER)[fault]
    assert change[0] in solution
    solution = solution.replace(*change)
    libraries = libraries_here(exercise, unheard)
    expected = plain(tmp_path / "plain", libraries, text(of, "suite"), solution)
    report = real.graded(exercise, solution.encode(), real.sandbox_or_skip(sandbox))
    found = {name: verdict == "passed" for name, verdict in real.verdicts(report).items()}
    assert found == expected
    assert all(expected.values()) is (fault == "right")
