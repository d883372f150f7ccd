"""Folders, archives, data and notebooks through every command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader import grade as grade_it
from grader.errors import RejectedSubmission
from grader.machine.paths import shipped
from tests import command, real

from .conftest import Grade

REJECTED = 5
PLAIN = shipped("exercises") / "package_layout" / "submissions" / "accepted" / "plain"


@pytest.fixture
def work(here: Path) -> Path:
    """A folder `work`, with the exercise `tiny` beside it that gives `people.csv`."""
    real.tiny_exercise(here / "tiny", "from solution import f\ndef test_it():\n    assert f() == 'Ada'\n")
    (here / "tiny" / "starter.py").write_text("# exercise: tiny\ndef f(): ...\n")
    (here / "tiny" / "README.md").write_text("# Tiny\n")
    (here / "tiny" / "files").mkdir()
    (here / "tiny" / "files" / "people.csv").write_text("Ada")
    folder = here / "work"
    (folder / "pkg").mkdir(parents=True)
    (folder / "main.py").write_text("from pkg.read import TEXT\ndef f(): return TEXT\n")
    (folder / "pkg" / "read.py").write_text("TEXT = open('people.csv').read()\n")
    (folder / "conftest.py").write_text("raise SystemExit\n")
    return folder


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if "__pycache__" not in path.parts}


def test_a_folder_and_its_archive_are_graded_replayed_and_written_nowhere(
    run: Grade, submit: Grade, here: Path, work: Path
) -> None:
    shutil.make_archive(str(here / "work"), "zip", here, "work")
    before = everything(here)
    options = ("--exercises", ".", "--format", "json", "--audience", "assessor")
    done = submit("work", "--exercise", "tiny", *options)
    assert done.code == 0, done
    submission = done.json["submission"]
    assert [file["name"] for file in submission["files"]] == ["main.py", "pkg/read.py"]
    assert submission["left_out"] == ["conftest.py"]
    assert done.json["provenance"]["digests"]["submission"] == submission["sha256"]
    packed = submit("work.zip", "--exercise", "tiny", *options)
    assert packed.json["submission"]["sha256"] == submission["sha256"]
    assert everything(here) == before
    (here / "report.json").write_text(done.out)
    assert "The verdict agrees" in run("replay", "report.json", "work.zip", "--exercises", ".").out
    (work / "pkg" / "read.py").write_text("TEXT = 'Ada'\n")
    changed = run("replay", "report.json", "work", "--exercises", ".")
    assert (changed.code, "content differs" in changed.err) == (2, True)


def test_what_is_refused_has_no_score_in_any_format(submit: Grade, here: Path, work: Path) -> None:
    (work / "other.py").write_text("def f(): return 1\n")
    done = submit("work", "--exercises", ".", "--exercise", "tiny", "--format", "json")
    assert done.code == REJECTED
    assert (done.json["status"], done.json["score"], done.json["problem"]["code"]) == (
        "rejected", None, "two-solutions",
    )  # fmt: skip
    assert "'main.py' and 'other.py'" in done.err
    (here / "bad.zip").write_bytes(b"PK")
    done = submit("bad.zip", "--exercises", ".", "--exercise", "tiny")
    assert (done.code, done.err.count("\n")) == (REJECTED, 1)


def test_a_batch_takes_folders_archives_and_notebooks(run: Grade, here: Path, work: Path) -> None:
    (here / "in").mkdir()
    shutil.copytree(work, here / "in" / "ada")
    shutil.make_archive(str(here / "in" / "bob"), "gztar", here, "work")
    cell = {"cell_type": "code", "source": "def f(): return open('people.csv').read()"}
    (here / "in" / "eve.ipynb").write_text(json.dumps({"nbformat": 4, "cells": [cell]}))
    (here / "in" / "zed.zip").write_bytes(b"not a zip")
    arguments = ("batch", "in", "--exercise", "tiny", "--exercises", ".", "--sandbox", "bubblewrap")
    done = run(*arguments, "--results", "results.jsonl")
    lines = (here / "results.jsonl").read_text().splitlines()
    records = {one["candidate"]: one["report"] for one in map(json.loads, lines)}
    assert {name: one["score"] and one["score"]["points"] for name, one in records.items()} == {
        "ada": 1, "bob": 1, "eve": 1, "zed": None,
    }, done  # fmt: skip
    again = run(*arguments, "--results", "results.jsonl")
    assert "grading" not in again.err


def test_what_is_given_is_written_by_start_and_kit(run: Grade, submit: Grade, here: Path, work: Path) -> None:
    assert run("start", "tiny", "begun", "--exercises", ".").code == 0
    assert everything(here / "begun") == {"tiny.py", "people.csv"}
    assert run("start", "tiny", "begun", "--exercises", ".").code == 2
    assert run("start", "package_layout", "begun").code == 0
    assert (here / "begun" / "package_layout" / "mypackage" / "models" / "user.py").is_file()
    (here / "tiny" / "visible").mkdir()
    os.rename(here / "tiny" / "hidden" / "test_tiny.py", here / "tiny" / "visible" / "test_tiny.py")
    assert run("kit", "tiny", "kit", "--exercises", ".").code == 0
    assert {"people.csv", "files", "files/people.csv", "tiny.py"} <= everything(here / "kit")
    (here / "kit" / "tiny.py").write_text("TEXT = open('people.csv').read()\ndef f(): return TEXT\n")
    assert submit("tiny.py", "--exercises", ".", cwd=here / "kit").code == 0
    assert run("kit", "package_layout", "layout").code == 0
    done = submit("package_layout", "--exercises", ".", cwd=here / "layout")
    assert done.code == 1, done


def test_programs_and_pytest_take_folders_too(here: Path, work: Path) -> None:
    real.sandbox_or_skip("bubblewrap")
    report = grade_it(work, "tiny", exercises=here, sandbox="bubblewrap")
    assert report.score is not None and report.score.passed
    with pytest.raises(RejectedSubmission, match="lacks"):
        grade_it(work, "package_layout", sandbox="bubblewrap")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", str(PLAIN.parents[2]),
         "--solution", str(PLAIN), "--sandbox", "bubblewrap", "-p", "no:cacheprovider"],
        cwd=here, env=command.environment(here), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "20 passed" in done.stdout, done.stdout + done.stderr
