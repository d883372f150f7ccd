"""Where Docker runs, no Linux is needed to grade: no interface of Linux alone is touched on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import command, real
from tests.command import GOOD, Done

WITHOUT = Path(__file__).parent / "without"
SUITE = """
    import pytest
    from solution import f

    @pytest.mark.title("doubles")
    def test_doubles():
        assert [f(2), f(5)] == [4, 10]

    @pytest.mark.title("raises")
    def test_raises():
        with pytest.raises(TypeError):
            f(None)
"""

VISIBLE = """\
import pytest
from solution import f

@pytest.mark.title("doubles small numbers")
def test_small_numbers():
    assert [f(1), f(4)] == [2, 8]
"""


@pytest.fixture
def exercises(tmp_path: Path) -> Path:
    real.sandbox_or_skip("docker")
    folder = tmp_path / "exercises" / "tiny"
    real.tiny_exercise(folder, SUITE, points=3)
    (folder / "visible").mkdir()
    (folder / "visible" / "test_visible.py").write_text(VISIBLE)
    (folder / "README.md").write_text("# Tiny\n\nDefine f.\n")
    (folder / "starter.py").write_text("# exercise: tiny\ndef f(x): ...\n")
    for kind, text in (
        ("accepted", "def f(x): return x * 2 if x else x + 2\n"),
        ("wrong", "def f(x): return 4\n"),
    ):
        (folder / "submissions" / kind).mkdir(parents=True)
        (folder / "submissions" / kind / "one.py").write_text(text)
    return folder.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "here").mkdir()
    return tmp_path / "here"


def run(folder: Path, *arguments: str) -> Done:
    path = os.pathsep.join([str(WITHOUT), str(command.PROJECT)])
    return command.run(
        *arguments, cwd=folder, folder=folder.parent, env={"PYTHONPATH": path, "GRADE_SANDBOX": "docker"}
    )


def test_the_interfaces_are_away(folder: Path) -> None:
    """In the judge as well."""
    look = "import os, socket; print(hasattr(os, 'pidfd_open'), os.path.exists('/proc/self'))"
    argv = f"[sys.executable, '-S', '-c', {look!r}]"
    spawn = f"import os, sys; os.waitpid(os.posix_spawn(sys.executable, {argv}, {{}}), 0)"
    done = subprocess.run(
        [sys.executable, "-c", f"{look}; {spawn}"], capture_output=True, text=True, check=True,
        env={**command.environment(folder), "PYTHONPATH": str(WITHOUT), "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert done.stdout == "False False\n" * 2


def test_submit_grades(exercises: Path, folder: Path) -> None:
    (folder / "flatten.py").write_bytes(GOOD)
    done = run(folder, "submit", "flatten.py", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert (done.json["sandbox"]["kind"], done.json["score"]["fraction"]) == ("docker", 1)


def test_batch_grades_and_tells_how_judges_end(exercises: Path, folder: Path) -> None:
    (folder / "handed-in").mkdir()
    (folder / "handed-in" / "ada.py").write_text("def f(x): return x + x\n")
    (folder / "handed-in" / "bob.py").write_text("import os\ndef f(x): os._exit(1)\n")
    arguments = ("--exercise", "tiny", "--exercises", str(exercises), "--results", "results.jsonl")
    done = run(folder, "batch", "handed-in", *arguments)
    assert (done.code, done.err) == (0, "grading 2 submissions\n")
    records = [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]
    points = {record["candidate"]: record["report"]["score"]["points"] for record in records}
    assert points == {"ada": 3, "bob": 0}


def test_verify_proves_an_exercise(exercises: Path, folder: Path) -> None:
    done = run(folder, "verify", "tiny", "--exercises", str(exercises))
    assert (done.code, done.err) == (0, ""), done.out
