"""`grade submit`: which exercise it is, what the report says and to whom, and the exit code."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest

from grader.machine.paths import package, shipped
from tests.command import GOOD, Done

from .conftest import Grade, one_sentence, tiny

SLUGS = sorted(path.parent.name for path in shipped("exercises").glob("*/exercise.toml"))
SCHEMA = json.loads(package("schemas/report.schema.json").read_text())
TASKS = (
    b"import enum\n\nclass TaskStatus(enum.Enum):\n    CREATED = 1\n\ndef is_valid_sequence(s): return True\n"
)
STUB = b"# exercise: flatten\ndef flatten(items):\n    print('seen', items)\n    return items\n"
HALF = """
import pytest
from solution import f

@pytest.mark.points(3)
def test_right():
    '''is right'''
    assert f() == 7

@pytest.mark.hint("Think of a larger number.")
def test_secret_name():
    '''is larger than it was'''
    assert f() == 424242, "the-secret-message"
"""


def slug_of(done: Done) -> str:
    slug: str = done.json["exercise"]["slug"]
    return slug


def test_the_exercise_is_named_by_option_then_by_line_then_by_file_then_by_content(
    submit: Grade, here: Path
) -> None:
    def graded(name: str, source: bytes, *options: str) -> str:
        (here / name).write_bytes(source)
        return slug_of(submit(name, "--format", "json", "--visible-only", *options))

    line = b"# exercise: state_machine\r\n"
    assert graded("flatten.py", line + GOOD, "--exercise", "flatten") == "flatten"
    assert graded("flatten.py", line + GOOD) == "state_machine"
    assert graded("flatten.py", b"def other(): ...\n") == "flatten"
    assert graded("exercise.py", GOOD) == "flatten"
    assert graded("exercise.py", b"def least_non_representable(numbers): ...\n") == "least_non_representable"


def test_a_doubt_about_the_exercise_is_one_sentence_with_the_choices(submit: Grade, here: Path) -> None:
    (here / "exercise.py").write_bytes(GOOD + b"def least_non_representable(x): ...\n")
    done = submit("exercise.py")
    assert (done.code, one_sentence(done)) == (
        2, "The file could be for any of: flatten, least_non_representable. Say which with --exercise.",
    )  # fmt: skip
    (here / "exercise.py").write_bytes(b"x = 1\n")
    done = submit("exercise.py")
    assert (done.code, one_sentence(done)) == (
        2,
        (
            "It is not clear which exercise the file is for. Say which with --exercise; there are: "
            f"{', '.join(SLUGS)}."
        ),
    )


def test_a_right_solution_passes_and_a_wrong_one_is_below(submit: Grade, here: Path) -> None:
    (here / "good.py").write_bytes(GOOD)
    (here / "stub.py").write_bytes(STUB)
    (here / "broken.py").write_bytes(b"# exercise: flatten\ndef flatten(:\n")
    good, stub, broken = (submit(f"{name}.py") for name in ("good", "stub", "broken"))
    assert (good.code, stub.code, broken.code) == (0, 1, 1)
    assert (good.err, stub.err, broken.err) == ("", "", "")
    assert "20 of 20 points" in good.out and "100 %  passed" in good.out
    assert "below 100 %" in stub.out
    assert "0 of 20 points" in broken.out
    assert "Ran in bubblewrap on Python 3." in good.out


def test_fail_under_is_a_share_of_the_base_points(submit: Grade, here: Path) -> None:
    folder = str(tiny(here, HALF, points=4))
    (here / "tiny.py").write_bytes(b"def f(): return 7\n")
    codes = {
        percent: submit("tiny.py", "--exercises", folder, "--fail-under", percent).code
        for percent in ("0", "74.9", "75", "75.1", "100")
    }
    assert codes == {"0": 0, "74.9": 0, "75": 0, "75.1": 1, "100": 1}


def test_json_follows_its_schema_for_both_audiences(submit: Grade, here: Path) -> None:
    (here / "good.py").write_bytes(GOOD)
    for audience in ("candidate", "assessor"):
        done = submit("good.py", "--format", "json", "--audience", audience)
        jsonschema.validate(done.json, SCHEMA)
        assert done.json["status"] == "graded"
        assert done.json["audience"] == audience
        assert done.json["score"]["passed"] is True
        assert done.json["sandbox"]["kind"] == "bubblewrap"
        assert done.out.isascii()


def test_a_candidate_sees_nothing_of_a_hidden_test_but_what_its_author_chose(
    submit: Grade, here: Path
) -> None:
    folder = str(tiny(here, HALF, points=4))
    (here / "tiny.py").write_bytes(b"def f():\n    print('printed-by-f')\n    return 7\n")
    arguments = ("tiny.py", "--exercises", folder)
    text, document = submit(*arguments), submit(*arguments, "--format", "json")
    for done in (text, document):
        for secret in ("the-secret-message", "424242", "secret_name", "test_tiny", "printed-by-f", "assert"):
            assert secret not in done.out + done.err, secret
        for chosen in ("is larger than it was", "Think of a larger number."):
            assert chosen in done.out, chosen
    assert "seed" not in document.json
    failed = document.json["tests"][1]
    assert {"message", "output", "cpu_seconds", "wall_seconds"}.isdisjoint(failed)
    assessor = submit(*arguments, "--format", "json", "--audience", "assessor").json
    failed = assessor["tests"][1]
    assert failed["id"] == "hidden/test_tiny.py::test_secret_name"
    assert "the-secret-message" in failed["message"]
    assert failed["output"] == "printed-by-f\n"
    assert type(assessor["seed"]) is int
    text = submit(*arguments, "--audience", "assessor")
    assert "the-secret-message" in text.out and "printed-by-f" in text.out


def test_a_seed_repeats_a_run(submit: Grade, here: Path) -> None:
    (here / "stub.py").write_bytes(STUB)

    def outputs(seed: str) -> list[str]:
        arguments = ("stub.py", "--audience", "assessor", "--format", "json", "--seed", seed)
        document = submit(*arguments).json
        assert document["seed"] == int(seed)
        return [re.sub("0x[0-9a-f]+", "", test["output"]) for test in document["tests"]]

    assert outputs("7") == outputs("7") != outputs("8")


def test_only_the_visible_tests_are_run_where_that_was_asked_for(submit: Grade, here: Path) -> None:
    (here / "good.py").write_bytes(GOOD)
    done = submit("good.py", "--visible-only", "--format", "json")
    assert done.code == 0
    assert {test["visibility"] for test in done.json["tests"]} == {"visible"}
    assert done.json["score"]["max_points"] == 5
    assert "hidden ones were not run" in submit("good.py", "--visible-only").out


def test_the_report_is_written_where_it_was_asked_for_as_a_whole_or_not_at_all(
    submit: Grade, here: Path
) -> None:
    (here / "good.py").write_bytes(GOOD)
    done = submit("good.py", "--format", "json", "--output", "report.json", "--visible-only")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert json.loads((here / "report.json").read_text())["score"]["passed"] is True
    assert sorted(os.listdir(here)) == ["good.py", "report.json"]
    for place in ("nowhere/report.json", "."):
        done = submit("good.py", "--output", place, "--visible-only")
        assert done.code in (2, 3)
        one_sentence(done)
    assert sorted(os.listdir(here)) == ["good.py", "report.json"]


def test_auto_takes_bubblewrap_where_no_engine_answers_and_says_so(
    run: Grade, here: Path, bubblewrap: None
) -> None:
    (here / "good.py").write_bytes(GOOD)
    env = {"DOCKER_HOST": f"unix://{here}/nonexistent.sock"}
    done = run("submit", "good.py", "--format", "json", "--visible-only", env=env)
    assert (done.code, done.json["sandbox"]["kind"]) == (0, "bubblewrap")


def test_exercises_can_come_from_elsewhere(run: Grade, submit: Grade, here: Path) -> None:
    folder = str(tiny(here, "from solution import f\n\ndef test_x(): assert f() == 7\n"))
    (here / "exercise.py").write_bytes(b"def f(): return 7\n")
    assert submit("exercise.py", "--exercises", folder).code == 0
    assert submit("exercise.py", env={"GRADE_EXERCISES": folder}).code == 0
    assert run("list", "--exercises", folder).out == "tiny  1 point  An exercise made by a test.\n"


@pytest.mark.parametrize(
    "env",
    [
        {"NO_COLOR": "1"},
        {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"COLUMNS": "30"},
        {"TERM": "dumb"},
    ],
    ids=["NO_COLOR", "LANG=C", "COLUMNS=30", "TERM=dumb"],
)
def test_the_report_is_readable_on_any_terminal(submit: Grade, here: Path, env: dict[str, str]) -> None:
    (here / "stub.py").write_bytes(STUB.replace(b"'seen'", "'größe \x1b[31m ✓'".encode()))
    done = submit("stub.py", "--visible-only", env=env)
    assert done.code == 1
    assert done.err == ""
    assert "\x1b" not in done.out
    assert "of 5 points" in " ".join(done.out.split())
    if env.get("LANG") == "C":
        assert done.out.isascii()
