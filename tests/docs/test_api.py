"""What `docs/api.md` shows runs as it stands, and is typed as strictly as mypy can."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from mypy import api

import grader
from grader import errors
from tests import real

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
PROGRAM = "\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S))
GOOD = ROOT / "exercises" / "flatten" / "submissions" / "accepted" / "recursive_generator.py"


def test_the_examples_run_in_their_order(tmp_path: Path) -> None:
    real.sandbox_or_skip("bubblewrap")
    (tmp_path / "flatten.py").write_bytes(GOOD.read_bytes())
    (tmp_path / "embeds.py").write_text(PROGRAM, "utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "GRADE_CACHE": str(real.cache(tmp_path))}
    done = subprocess.run(
        [sys.executable, "-W", "error", "embeds.py"], cwd=tmp_path, env=env, capture_output=True, text=True,
        timeout=100, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "20 of 20 points, passed: True"
    assert any(line.startswith("empty ") for line in lines)
    assert "# Flatten" in lines


def test_a_program_is_checked_and_its_mistakes_are_found(tmp_path: Path) -> None:
    mistakes = (
        'reveal_type(grade("a.py", "flatten").checks[0].verdict)\n'
        'grade("a.py", "flatten", sandbox="none")\n'
        'grade(1, "flatten")\n'
        "report.score.points\n"
    )
    file = tmp_path / "embeds.py"
    file.write_text(f"{PROGRAM}\nreport = grade('a.py', 'flatten')\n{mistakes}", "utf-8")
    out, err, _ = api.run(
        [
            "--strict",
            "--no-error-summary",
            "--hide-error-codes",
            f"--cache-dir={tmp_path}/cache",
            "--config-file=",
            str(file),
        ]
    )
    assert err == ""
    told = [
        re.sub(r"^.*?:\d+: ", "", line).replace(' to "grade"', "").partition("; expected ")[0]
        for line in out.splitlines()
    ]
    assert told == [
        'note: Revealed type is "grader.report.Verdict"',
        'error: Argument "sandbox" has incompatible type "Literal[\'none\']"',
        'error: Argument 1 has incompatible type "int"',
        'error: Item "None" of "Score | None" has no attribute "points"',
    ]


def test_the_table_of_exceptions_is_that_of_the_exit_codes() -> None:
    documented = dict(re.findall(r"^\| `(\w+)` \|.*\| (\d+) \|$", PAGE, re.M))
    assert {name: int(code) for name, code in documented.items()} == {
        name: int(held.exit_code)
        for name, held in vars(errors).items()
        if isinstance(held, type) and issubclass(held, errors.GraderError) and held is not errors.GraderError
    }


def test_every_name_that_is_exported_stands_on_the_page() -> None:
    met = {"Limits", "Provenance", "SandboxInfo", "Score", "Test"}  # only ever as a part of a report
    assert {name for name in grader.__all__ if not re.search(rf"\b{name}\b", PAGE)} <= met
