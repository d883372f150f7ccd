"""`grade submit --format`: any number of reports in one run, each where it was asked for."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest
from junitparser import JUnitXml

from grader.cli.formats import NAMES, FormatTarget, format_for, settled
from grader.errors import UsageError
from grader.exercises.visible_code import visible_code
from grader.machine.paths import shipped

from .conftest import Grade, one_sentence, tiny

SUITE = """
from solution import f

def test_right():
    '''is right'''
    assert f() == 7

class TestMore:
    async def test_secret_name(self):
        '''is larger'''
        assert f() == 424242, "the-secret-message"
"""
VISIBLE = '''
import pytest
from solution import f

@pytest.mark.parametrize("number", [1, 2])
def test_shown(number):
    """is shown"""
    held = f()

    assert held == 7
'''


@pytest.fixture
def exercises(here: Path) -> str:
    """One with two hidden tests and one visible test that runs twice."""
    folder = tiny(here, SUITE, points=4)
    (folder / "tiny" / "visible").mkdir()
    (folder / "tiny" / "visible" / "test_visible.py").write_text(VISIBLE)
    (here / "tiny.py").write_text("def f():\n    print('printed')\n    return 7\n")
    return str(folder)


def test_one_run_writes_all_formats(submit: Grade, here: Path, exercises: str) -> None:
    runner = {"GITHUB_STEP_SUMMARY": str(here / "summary.md"), "GITHUB_OUTPUT": str(here / "outputs")}
    (here / "outputs").write_text("before=1\n")
    asked = [argument for name in NAMES for argument in ("--format", f"{name}=report.{name}")]
    asked[asked.index("github=report.github")] = "github"
    done = submit("tiny.py", "--exercises", exercises, *asked, env=runner)
    assert (done.code, done.err) == (1, "")
    (failed, score) = done.out.splitlines()
    assert failed == "::error file=tiny.py,title=is larger::Failed."
    assert score == "::notice title=Tiny::3 of 4 points (75 %25), below 100 %25"
    files = {name: here / f"report.{name}" for name in NAMES if name != "github"}
    assert sorted(os.listdir(here)) == sorted(
        [path.name for path in files.values()] + ["exercises", "outputs", "summary.md", "tiny.py"]
    )
    assert json.loads(files["json"].read_text())["score"]["points"] == 3
    assert JUnitXml.fromfile(str(files["junit"])).failures == 1
    assert json.loads(files["gradescope"].read_text())["score"] == 3
    assert files["html"].read_text().startswith("<!DOCTYPE html>")
    assert "3 of 4 points" in files["text"].read_text()
    assert (here / "summary.md").read_text() == files["markdown"].read_text()
    before, result = (here / "outputs").read_text().splitlines()
    document = json.loads(base64.b64decode(result.removeprefix("result=")))
    assert (before, document["max_score"], len(document["tests"])) == ("before=1", 4, 4)
    exercism = json.loads(files["exercism"].read_text())
    assert [test["test_code"] for test in exercism["tests"]] == [
        *["held = f()\n\nassert held == 7"] * 2, *["The code of this test is not shown."] * 2
    ]  # fmt: skip
    for path in (*files.values(), here / "summary.md"):
        assert "secret" not in path.read_text() and "424242" not in path.read_text(), path


def test_a_fault_of_ours_is_in_every_report_and_in_none_a_score(
    run: Grade, here: Path, exercises: str
) -> None:
    runner = {"GITHUB_STEP_SUMMARY": str(here / "summary.md"), "GITHUB_OUTPUT": str(here / "outputs")}
    asked = [argument for name in NAMES for argument in ("--format", f"{name}=report.{name}")]
    engine = {"DOCKER_HOST": f"unix://{here}/nonexistent.sock"}
    arguments = ("submit", "tiny.py", "--exercises", exercises, "--sandbox", "docker")
    done = run(*arguments, *asked, env=runner | engine)
    assert (done.code, done.out) == (3, "")
    said = one_sentence(done).split(".")[0]
    for name in NAMES:
        text = (here / f"report.{name}").read_text()
        assert said.split("'")[0][:20] in text, name
        assert "4 points" not in text and "of 4" not in text, name
    assert "There is no score" in (here / "summary.md").read_text()
    assert not (here / "outputs").exists()
    assert json.loads((here / "report.json").read_text())["status"] == "error"
    assert "score" not in json.loads((here / "report.gradescope").read_text())


def test_a_terminal_is_told_in_a_sentence_and_a_file_by_a_report(run: Grade, here: Path) -> None:
    (here / "empty.py").write_bytes(b"")
    done = run("submit", "empty.py", "--exercise", "flatten", "--format", "text", "--format", "json=r.json")
    assert done.code == 5
    one_sentence(done)
    document = json.loads((here / "r.json").read_text())
    assert (document["status"], document["score"]) == ("rejected", None)


WRONG = {
    ("--format", "xml"): "'xml' is no format; there are: text, json, junit, gradescope, exercism, github, "
    "markdown, html.",
    ("--format", "json="): "'json=' names no file.",
    ("--format", "json", "--format", "text"): "Only one report can go to standard output, not 2. Name a "
    "file for the others, such as --format text=PATH.",
    ("--format", "json", "--format", "html", "--output", "x"): "Only one report can go to x, not 2. Name a "
    "file for the others, such as --format html=PATH.",
    ("--format", "json=a", "--output", "b"): "Every --format names a file of its own, so nothing is left "
    "for --output. Leave one of them out.",
    ("--format", "json=a", "--format", "html=./a"): "Two reports would be written to the same file. Name "
    "another one for each --format.",
}  # fmt: skip


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_what_cannot_be_meant_is_one_sentence(run: Grade, here: Path, arguments: tuple[str, ...]) -> None:
    (here / "good.py").write_bytes(b"def f(): ...\n")
    done = run("submit", "good.py", *arguments)
    assert done.code == 2
    assert one_sentence(done).removeprefix("Invalid value for '--format': ") == WRONG[arguments]
    assert os.listdir(here) == ["good.py"]


def test_a_report_that_cannot_be_written_is_said_and_leaves_nothing(
    submit: Grade, here: Path, exercises: str
) -> None:
    held = ("tiny.py", "--exercises", exercises, "--format", "junit=nowhere/r.xml")
    done = submit(*held)
    assert done.code == 3
    assert one_sentence(done).startswith("The report cannot be written (No such file or directory).")
    done = submit("tiny.py", "--exercises", exercises, "--format", "github", env={"GITHUB_OUTPUT": str(here)})
    assert done.code == 3
    assert "The report cannot be written (Is a directory)." in done.err


def test_files_come_before_standard_output_and_output_names_the_place_of_the_one_without() -> None:
    asked = (FormatTarget("text", None), FormatTarget("html", "b=c.html"))
    assert settled((), None) == (FormatTarget("text", None),)
    assert settled((), "r.txt") == (FormatTarget("text", "r.txt"),)
    assert settled(asked, None) == (asked[1], asked[0])
    assert settled(asked, "r.txt") == (FormatTarget("text", "r.txt"), asked[1])
    with pytest.raises(UsageError):
        settled(asked, "b=c.html")


def test_a_file_whose_ending_says_its_format_gets_that_one() -> None:
    assert settled((), "r.HTML") == (FormatTarget("html", "r.HTML"),)
    assert settled((), "r.json") == (FormatTarget("json", "r.json"),)
    assert settled((FormatTarget("text", None),), "r.html") == (FormatTarget("text", "r.html"),)
    assert format_for("pairs.html", ("text", "html")) == "html"
    assert format_for("rows.html", ("text", "csv")) == "text"
    assert format_for(None) == "text"


def test_the_code_of_visible_tests_is_that_of_their_bodies() -> None:
    code = visible_code(shipped("exercises") / "flatten")
    assert {name for name in code if "::test_" in name} == {
        f"visible/test_visible.py::test_{name}"
        for name in ("nested_lists", "empty_lists", "text", "other_containers", "generator")
    }
    assert code["visible/test_visible.py::test_text"] == 'check(["ab", ["cd", [b"ef"]]], ["ab", "cd", b"ef"])'
