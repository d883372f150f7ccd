"""The action and the job for pipelines: well-formed, safe against their inputs, and run as a runner does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import real

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "pipelines.md").read_text("utf-8")
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "action" / "action.yml").read_text("utf-8"))
GITLAB: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "action" / "gitlab-ci.yml").read_text("utf-8"))
(WORKFLOW,) = (yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SUBMISSIONS = ROOT / "exercises" / "flatten" / "submissions"
INPUT = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")


def test_the_action_has_what_a_runner_asks_for() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert set(ACTION) == {"name", "description", "inputs", "outputs", "runs"}
    assert all(held["description"] for held in [*ACTION["inputs"].values(), *ACTION["outputs"].values()])
    assert all(("default" in held) != held.get("required", False) for held in ACTION["inputs"].values())
    for step in STEPS:
        assert ("run" in step) != ("uses" in step)
        assert "uses" in step or step["shell"] == "bash"


def test_inputs_reach_a_script_as_variables_only() -> None:
    used = set()
    for step in STEPS:
        assert "${{" not in step.get("run", "")
        used |= {name for value in step.get("env", {}).values() for name in INPUT.findall(value)}
    assert used == set(ACTION["inputs"])


def test_the_workflow_calls_it_with_inputs_that_it_has() -> None:
    (call,) = (step for step in WORKFLOW["jobs"]["grade"]["steps"] if step.get("uses") == "./docs/action")
    assert set(call["with"]) <= set(ACTION["inputs"])
    assert {name for name, held in ACTION["inputs"].items() if held.get("required")} <= set(call["with"])
    assert set(re.findall(r"steps\.grade\.outputs\.([\w-]+)", PAGE)) <= set(ACTION["outputs"])


@dataclass(frozen=True)
class Step:
    """How the step of the action that grades ended."""

    code: int
    out: str
    outputs: dict[str, str]
    summary: str


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A folder like that of a runner, in which the grader is installed."""
    real.sandbox_or_skip("bubblewrap")
    programs = tmp_path / "temp" / "grade" / "bin"
    programs.mkdir(parents=True)
    # -P: like the installed command, it does not look for modules in the current folder.
    for name, program in (("grade", '-P -m grader "$@"'), ("python", '"$@"')):
        (programs / name).write_text(f"#!/bin/sh\nexec {sys.executable} {program}\n")
        (programs / name).chmod(0o755)
    (tmp_path / "work").mkdir()
    return tmp_path


def graded(runner: Path, **inputs: str) -> Step:
    """Runs the step with these inputs, as `bash` is called for `shell: bash`."""
    (step,) = (step for step in STEPS if step.get("id") == "grade")
    given = {name: held.get("default", "") for name, held in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in {"sandbox": "bubblewrap", **inputs}.items()}
    script, outputs, summary = (runner / name for name in ("step.sh", "outputs", "summary"))
    script.write_text(step["run"])
    outputs.write_text("")
    summary.write_text("")
    env = {name: INPUT.sub(lambda found: given[found[1]], value) for name, value in step["env"].items()}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_HOST") if name in os.environ}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)], cwd=runner / "work", check=False,
        capture_output=True, text=True, timeout=100, env={
            **kept, **env, "CI": "true", "GITHUB_ACTIONS": "true", "RUNNER_TEMP": str(runner / "temp"),
            "GITHUB_OUTPUT": str(outputs), "GITHUB_STEP_SUMMARY": str(summary), "PYTHONPATH": str(ROOT),
            "GRADE_CACHE": str(real.cache(runner)), "LANG": "C.UTF-8",
        },
    )  # fmt: skip
    found = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
    return Step(done.returncode, done.stdout, found, summary.read_text())


def test_a_right_submission_is_green_and_a_wrong_one_red(runner: Path) -> None:
    shutil.copy(SUBMISSIONS / "accepted" / "recursive_generator.py", runner / "work" / "flatten.py")
    done = graded(runner, file="flatten.py")
    assert (done.code, done.outputs["exit-code"]) == (0, "0")
    assert (done.outputs["points"], done.outputs["max-points"]) == ("20", "20")
    assert done.outputs["result"]
    assert "Flatten" in done.summary
    assert {path.name for path in Path(done.outputs["reports"]).iterdir()} == {
        "report.json", "report.xml", "report.html",
    }  # fmt: skip
    (runner / "work" / "flatten.py").write_text("def flatten(items):\n    return 1\n")
    done = graded(runner, file="flatten.py", fail_under="50", visible_only="true", exercise="flatten")
    assert (done.code, done.outputs["exit-code"]) == (1, "1")
    assert float(done.outputs["points"]) < float(done.outputs["max-points"])
    assert "::error " in done.out


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"file": "missing.py"}, 2),
        ({"file": "--help"}, 2),
        ({"file": "$(touch owned); `touch owned`"}, 2),
        ({"file": "flatten.py", "exercise": "x; touch owned"}, 2),
        ({"file": "empty.py"}, 5),
        ({"file": "flatten.py", "sandbox": "docker"}, 3),
    ],
)
def test_where_nothing_was_graded_the_code_says_whose_it_is_and_there_are_no_points(
    runner: Path, inputs: dict[str, str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{runner}/nothing.sock")
    shutil.copy(SUBMISSIONS / "accepted" / "recursive_generator.py", runner / "work" / "flatten.py")
    (runner / "work" / "empty.py").touch()
    done = graded(runner, **inputs)
    assert (done.code, done.outputs["exit-code"]) == (code, str(code))
    assert "points" not in done.outputs
    assert "result" not in done.outputs
    assert not (runner / "work" / "owned").exists()


def test_a_checkout_cannot_choose_suite_verdict_or_what_installs_the_grader(runner: Path) -> None:
    """The attack: a repository with settings, a suite and modules of its own."""
    work = runner / "work"
    suite = "def test_everybody():\n    pass\n"
    real.tiny_exercise(work / "mine" / "flatten", suite)
    (work / "grade.toml").write_text('exercises = "mine"\nfail_under = 0\nsandbox = "auto"\n')
    (work / "flatten.py").write_text("def flatten(items):\n    return 1\n")
    for name in ("json", "venv", "grader", "click", "docker"):
        (work / f"{name}.py").write_text("open('owned', 'w')\nraise SystemExit(0)\n")
    done = graded(runner, file="flatten.py", visible_only="true")
    assert done.code == 1
    assert done.outputs["max-points"] != "1"
    assert not (work / "owned").exists()
    install = next(step["run"] for step in STEPS if "PACKAGE" in step.get("env", {}))
    assert re.findall(r"\bpython\b.*?-m", install) == ["python -I -m"]


def test_gitlabs_job_treats_the_exit_codes_as_the_page_says() -> None:
    job = GITLAB["grade"]
    assert job["allow_failure"] == {"exit_codes": [1]}
    (script,) = job["script"]
    written = set(re.findall(r"=(report\.\w+)", script))
    assert {job["artifacts"]["reports"]["junit"], *job["artifacts"]["paths"]} == written
    assert {name for name in job["variables"] if name.startswith("GRADE_")} >= {
        "GRADE_SANDBOX", "GRADE_EXERCISES",
    }  # fmt: skip
    assert script.endswith('-- "$SUBMISSION"')


def test_the_lines_for_any_other_system_grade_the_file(runner: Path) -> None:
    """All but the installation, which needs a package index, and with the folders that there are here."""
    (block,) = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S)
    install, *lines = block.splitlines()
    assert "pip install" in install
    there = {
        "/opt/grade": str(runner / "temp" / "grade"),
        "/course/exercises": str(ROOT / "exercises"),
        "GRADE_SANDBOX=docker": "GRADE_SANDBOX=bubblewrap",
    }
    script = "\n".join(lines)
    for written, here in there.items():
        assert written in script
        script = script.replace(written, here)
    (runner / "work" / "submission").mkdir()
    shutil.copy(
        SUBMISSIONS / "accepted" / "recursive_generator.py", runner / "work" / "submission" / "flatten.py"
    )
    done = subprocess.run(
        ["bash", "-euc", script], cwd=runner / "work", check=False, capture_output=True, text=True,
        timeout=100, env={
            "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "GRADE_CACHE": str(real.cache(runner)),
            "CI": "true", "LANG": "C.UTF-8",
        },
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "20 of 20 points" in done.stdout
    assert "<testsuites" in (runner / "work" / "report.xml").read_text("utf-8")
