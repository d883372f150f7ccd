"""The exercise on the page about programs is real: its blocks are written out, graded and run by pytest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.samples import samples
from grader.exercises.manifest import load
from tests import command, real

from .pages import blocks
from .test_examples import shown

PAGE = "docs/programs.md"


@pytest.fixture
def exercises(tmp_path: Path) -> Path:
    """The folder with the exercise, as a reader who copies the blocks has it."""
    for block in blocks(PAGE):
        kind, _, name = block.mark.partition(": ")
        if kind == "file":
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
        else:
            assert kind == "capture"
    return tmp_path


@pytest.fixture(autouse=True)
def _here(exercises: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    real.sandbox_or_skip("bubblewrap")
    monkeypatch.chdir(exercises)
    monkeypatch.setenv("GRADE_CACHE", str(real.cache(tmp_path_factory.mktemp("held"))))


def test_the_report_on_the_page_is_what_comes(exercises: Path) -> None:
    (block,) = [block for block in blocks(PAGE) if block.mark.startswith("capture: ")]
    arguments = block.mark.removeprefix("capture: grade ").split()
    done = command.run(*arguments, "--sandbox", "bubblewrap", cwd=exercises, folder=exercises)
    assert shown(done.out) == shown(block.text)


def test_the_submissions_keep_their_promises_in_a_grading_and_in_pytest(exercises: Path) -> None:
    exercise = load(exercises / "total")
    sandbox = real.sandbox_or_skip("bubblewrap")
    for sample in samples(exercise)[0]:
        report = real.graded(exercise, sample.submission.source, sandbox)
        judged = real.verdicts(report)
        assert (set(judged.values()) == {"passed"}) is (sample.kind == "accepted"), sample.name
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "-rA", "total",
             "--solution", f"total/submissions/{sample.name}", "--sandbox", "bubblewrap"],
            capture_output=True, text=True, timeout=100, check=False,
        )  # fmt: skip
        lines = done.stdout.splitlines()
        for name, verdict in judged.items():
            word = "PASSED" if verdict == "passed" else "FAILED"
            assert any(line.startswith(word) and f"::{name}" in line for line in lines), (name, done.stdout)
