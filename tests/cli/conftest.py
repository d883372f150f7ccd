"""The command as a person runs it: a process of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import real

PROJECT = Path(__file__).resolve().parents[2]
ANSWER_SECONDS = 100
# How a test starts `grade`: nothing of the caller's environment steers it.
COMMAND = (sys.executable, "-m", "grader")
GOOD = b"""\
def flatten(items):
    for item in items:
        if isinstance(item, (str, bytes)) or not hasattr(item, "__iter__"):
            yield item
        else:
            yield from flatten(item)
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.out)
        return document


Grade = Callable[..., Done]


def environment(folder: Path) -> dict[str, str]:
    """A plain one, with a cache of its own and our package to be imported."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "DOCKER_HOST", "LD_LIBRARY_PATH")
        if name in os.environ
    }
    return {
        **kept, "PYTHONPATH": str(PROJECT), "LANG": "C.UTF-8", "GRADE_CACHE": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }  # fmt: skip


@pytest.fixture
def bubblewrap() -> None:
    """For tests that grade something."""
    real.sandbox_or_skip("bubblewrap")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The folder in which commands run."""
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


@pytest.fixture
def run(here: Path, tmp_path_factory: pytest.TempPathFactory) -> Grade:
    """Runs `grade` with these arguments in the folder `here`."""

    def grade(*arguments: str | bytes, env: dict[str, str] | None = None, **options: Any) -> Done:
        done = subprocess.run(
            [*COMMAND, *arguments], cwd=options.pop("cwd", here), timeout=ANSWER_SECONDS, check=False,
            env=environment(tmp_path_factory.getbasetemp()) | (env or {}),
            **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options,
        )  # fmt: skip
        out, err = (
            stream.decode("utf-8", "surrogateescape") if stream else ""
            for stream in (done.stdout, done.stderr)
        )
        return Done(done.returncode, out, err)

    return grade


@pytest.fixture
def submit(run: Grade, bubblewrap: None) -> Grade:
    """Runs `grade submit` in bubblewrap."""

    def grade(*arguments: str | bytes, **options: Any) -> Done:
        return run("submit", "--sandbox", "bubblewrap", *arguments, **options)

    return grade


def tiny(folder: Path, suite: str, **manifest: object) -> Path:
    """A folder with one exercise of that suite, called tiny."""
    real.tiny_exercise(folder / "exercises" / "tiny", suite, **manifest)
    (folder / "exercises" / "tiny" / "README.md").write_text("# Tiny\n\nDefine f.\n")
    (folder / "exercises" / "tiny" / "starter.py").write_text("# exercise: tiny\ndef f(): ...\n")
    return folder / "exercises"


def one_sentence(done: Done) -> str:
    """What went wrong, where that is all that was said."""
    assert done.out == ""
    assert done.err.startswith("grade: ") and done.err.endswith("\n"), done.err
    assert done.err.count("\n") == 1, done.err
    assert "Traceback" not in done.err
    return done.err.removeprefix("grade: ").rstrip("\n")
