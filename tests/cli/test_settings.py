"""Settings as a person meets them: which is stronger, where one is from, what is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import GOOD, PROJECT, Done, environment

from .conftest import Grade, one_sentence, tiny

WRONG = b"def flatten(items):\n    return list(items)\n"
GENEROUS = "def test_everybody():\n    pass\n"


def shown(done: Done) -> dict[str, tuple[str, str]]:
    """Of each setting the value and where it comes from."""
    assert (done.code, done.err) == (0, "")
    rows = [line.split(None, 2) for line in done.out.partition("\n\n")[0].splitlines()[1:]]
    return {name: (value, source) for name, value, source in rows}


def test_flags_then_variables_then_the_project_then_the_user(run: Grade, here: Path, tmp_path: Path) -> None:
    project = here / "grade.toml"
    project.write_text('sandbox = "docker"\nruntime = "runsc"\nfail_under = 70\n')
    own = tmp_path / "config" / "grade" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_text('sandbox = "docker"\nruntime = "kata"\nfail_under = 60\njobs = 5\n')
    env = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "GRADE_FAIL_UNDER": "80", "GRADE_SANDBOX": "auto"}
    found = shown(run("config", "--sandbox", "bubblewrap", env=env))
    assert found["sandbox"] == ("bubblewrap", "--sandbox")
    assert found["fail_under"] == ("80.0", "GRADE_FAIL_UNDER")
    assert found["runtime"] == ("runsc", str(project))
    assert found["jobs"] == ("5", str(own))
    assert found["audience"] == ("candidate", "default")


def test_without_anything_all_is_as_it_comes(run: Grade) -> None:
    found = shown(run("config"))
    assert {source for name, (_, source) in found.items() if name != "cache"} == {"default"}
    assert found["cache"][1] == "GRADE_CACHE"
    assert found["exercises"][0] == str(PROJECT / "exercises")


def test_several_formats_can_be_set(run: Grade, here: Path) -> None:
    (here / "grade.toml").write_text('format = ["json", "junit=report.xml"]\n')
    assert "json junit=report.xml" in run("config").out
    assert "json junit=report.xml" in run("config", env={"GRADE_FORMAT": "json junit=report.xml"}).out


def test_config_says_for_a_file_what_will_not_count(run: Grade, here: Path, tmp_path: Path) -> None:
    (here / "grade.toml").write_text("fail_under = 0\n")
    done = run("config", "solution.py")
    assert shown(done)["fail_under"] == ("100.0", "default")
    assert f"Not used: {here}/grade.toml; the submission lies in its folder" in done.out
    assert shown(run("config", str(tmp_path / "solution.py")))["fail_under"][0] == "0.0"


def test_settings_that_came_with_a_submission_choose_neither_suite_nor_verdict(
    submit: Grade, here: Path, tmp_path: Path
) -> None:
    """The attack: a checkout that brings `grade.toml` and a suite of its own."""
    tiny(here / "mine", GENEROUS)
    (here / "mine" / "exercises" / "tiny").rename(here / "mine" / "exercises" / "flatten")
    (here / "grade.toml").write_text(
        'exercises = "mine/exercises"\nfail_under = 0\naudience = "assessor"\nformat = "json"\n'
    )
    (here / "flatten.py").write_bytes(WRONG)
    for env in ({}, {"CI": "true"}):
        done = submit("flatten.py", "--visible-only", env=env)
        assert done.code == 1
        assert "below 100 %" in done.out
        assert "seed" not in done.out
        assert done.err.startswith(f"grade: The settings in '{here}/grade.toml' are not used: ")
        assert done.err.count("\n") == 1
    # Whoever names the file means it.
    done = submit("flatten.py", env={"CI": "true", "GRADE_CONFIG": "grade.toml"})
    assert (done.code, done.err) == (0, "")
    assert (done.json["audience"], done.json["score"]["fail_under"]) == ("assessor", 0)
    assert [test["title"] for test in done.json["tests"]] == ["everybody"]


def test_a_project_sets_how_submissions_elsewhere_are_graded(
    submit: Grade, here: Path, tmp_path: Path
) -> None:
    tiny(here / "course", "from solution import f\n\n\ndef test_f():\n    assert f() == 1\n")
    (here / "grade.toml").write_text('exercises = "course/exercises"\nformat = "json"\nfail_under = 0\n')
    file = tmp_path / "tiny.py"
    file.write_text("def f():\n    return 2\n")
    done = submit(str(file))
    assert (done.code, done.err) == (0, "")
    assert done.json["exercise"]["slug"] == "tiny"
    done = submit(str(file), "--format", "text", env={"GRADE_FAIL_UNDER": "100"})
    assert done.code == 1
    assert "below 100 %" in done.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail_under = 101", "sets fail_under to 101: '101' is not a number from 0 to 100."),
        ('sandbox = "none"', "sets sandbox to \"none\": 'none' is not one of"),
        ('format = "pdf"', "sets format to \"pdf\": 'pdf' is no format"),
        ("colour = 1", "sets 'colour', which is no setting."),
    ],
)
def test_a_wrong_value_is_one_sentence_with_file_and_key(
    run: Grade, here: Path, text: str, said: str
) -> None:
    (here / "grade.toml").write_text(text)
    done = run("config")
    assert done.code == 2
    assert one_sentence(done).startswith(f"The settings file '{here}/grade.toml' {said}")


def test_what_is_set_for_gradings_does_not_narrow_what_the_doctor_looks_at(run: Grade, here: Path) -> None:
    (here / "grade.toml").write_text('sandbox = "auto"\nformat = "html"\n')
    done = run("setup", "--sandbox", "bubblewrap", env={"GRADE_SANDBOX": "auto"})
    assert (done.code, done.out) == (0, "bubblewrap: ready.\n")


def test_bash_completes_commands_and_exercises(here: Path, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "grade"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m grader "$@"\n')
    program.chmod(0o755)
    (here / "flatten.py").write_bytes(GOOD)

    def completed(*words: str) -> list[str]:
        script = (
            'eval "$(grade completion bash)"\n'
            f"COMP_WORDS=({' '.join(words)}) COMP_CWORD={len(words) - 1}\n"
            '_grade_completion grade\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
        )
        env = environment(tmp_path)
        env["PATH"] = f"{program.parent}:{env['PATH']}"
        done = subprocess.run(
            ["bash", "--norc", "-c", script], cwd=here, env=env, capture_output=True, text=True, check=True
        )
        return done.stdout.split()

    assert completed("grade", "comp") == ["completion"]
    assert completed("grade", "show", "fla") == ["flatten"]
    assert completed("grade", "submit", "--exercise", "fla") == ["flatten"]


@pytest.mark.parametrize(("shell", "check"), [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")])
def test_what_is_printed_for_a_shell_is_its_language(
    run: Grade, tmp_path: Path, shell: str, check: str
) -> None:
    done = run("completion", shell)
    assert (done.code, done.err) == (0, "")
    assert "_GRADE_COMPLETE" in done.out
    if shutil.which(shell):
        script = tmp_path / "script"
        script.write_text(done.out)
        subprocess.run([shell, check, script], check=True)


def test_another_shell_is_a_wrong_call(run: Grade) -> None:
    done = run("completion", "csh")
    assert done.code == 2
    assert "'csh' is not one of" in one_sentence(done)
