"""A folder of its own for each test, and `grade` run in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import command, real
from tests.command import Done

Grade = Callable[..., Done]


@pytest.fixture
def bubblewrap() -> None:
    """Skips or fails a test that grades something where bubblewrap does not work."""
    real.sandbox_or_skip("bubblewrap")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The folder in which commands run."""
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


@pytest.fixture
def run(here: Path, tmp_path_factory: pytest.TempPathFactory) -> Grade:
    """A function that runs `grade` with its arguments in the folder `here`."""

    def grade(*arguments: str | bytes, **options: Any) -> Done:
        folder = tmp_path_factory.getbasetemp()
        return command.run(*arguments, **{"cwd": here, "folder": folder} | options)

    return grade


@pytest.fixture
def submit(run: Grade, bubblewrap: None) -> Grade:
    """A function that runs `grade submit` with its arguments, in bubblewrap."""

    def grade(*arguments: str | bytes, **options: Any) -> Done:
        return run("submit", "--sandbox", "bubblewrap", *arguments, **options)

    return grade


def tiny(folder: Path, suite: str, **manifest: object) -> Path:
    """Makes a folder of exercises with one called tiny, which has the suite `suite`."""
    real.tiny_exercise(folder / "exercises" / "tiny", suite, **manifest)
    (folder / "exercises" / "tiny" / "README.md").write_text("# Tiny\n\nDefine f.\n")
    (folder / "exercises" / "tiny" / "starter.py").write_text("# exercise: tiny\ndef f(): ...\n")
    return folder / "exercises"


def one_sentence(done: Done) -> str:
    """The sentence on standard error, which must be all that the command said."""
    assert done.out == ""
    assert done.err.startswith("grade: ") and done.err.endswith("\n"), done.err
    assert done.err.count("\n") == 1, done.err
    assert "Traceback" not in done.err
    return done.err.removeprefix("grade: ").rstrip("\n")
