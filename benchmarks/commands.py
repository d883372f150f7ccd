"""The commands that are timed: `grade submit`, bare pytest, and pytest in a container."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
EXERCISES = HERE / "exercises"
SUITE = EXERCISES / "flatten12" / "hidden" / "test_flatten.py"
QUIET = HERE / "submissions" / "quiet.py"
WRONG = HERE / "submissions" / "wrong.py"
TALKATIVE = HERE / "submissions" / "talkative.py"
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
_LONGEST_SECONDS = 600


def grade(sandbox: str, submission: Path = QUIET, *more: str) -> list[str]:
    """The arguments of `grade submit` as a person calls it."""
    argv = [sys.executable, "-m", "grader", "submit", str(submission)]
    return [*argv, "--exercises", str(EXERCISES), "--exercise", "flatten12", "--sandbox", sandbox, *more]


def bare_pytest() -> list[str]:
    """The arguments of pytest over the same suite, in a folder made by `plain_suite`."""
    return [sys.executable, *PYTEST]


@contextlib.contextmanager
def plain_suite(submission: Path = QUIET) -> Iterator[Path]:
    """A folder with the same tests as the exercise's, and the submission beside them."""
    with tempfile.TemporaryDirectory(prefix="grade-benchmark-") as folder:
        shutil.copy(SUITE, folder)
        shutil.copy(submission, Path(folder, "solution.py"))
        yield Path(folder)


def seconds(argv: list[str], folder: Path = ROOT, code: int = 0) -> float:
    """How long a command takes; it must end with `code`, or the figure would be of something else.

    Raises:
        SystemExit: the command ends with another code.
    """
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    began = time.perf_counter()
    done = subprocess.run(
        argv, cwd=folder, env=environment, capture_output=True, timeout=_LONGEST_SECONDS, check=False
    )
    passed = time.perf_counter() - began
    if done.returncode != code:
        text = (done.stdout + done.stderr).decode("utf-8", "replace")
        raise SystemExit(f"{' '.join(argv)} ended with {done.returncode}:\n{text[-3000:]}")
    return passed
