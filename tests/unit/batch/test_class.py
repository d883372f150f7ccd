"""Batches of real classes: platforms' names, attempts, rosters, late ones, columns, and what is left out."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from grader.batch import exports, roster
from grader.batch.attempts import best, chosen
from grader.batch.columns import PointColumns
from grader.batch.found import Entry, candidates
from grader.batch.leftover import left_out
from grader.batch.rows import Lateness, RowFilter, missing, rows, text, write_csv
from grader.errors import UsageError

from .conftest import Recorded


def laid_out(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("pass\n")


def found(folder: Path, pattern: str | None = None) -> dict[str, str]:
    """The paths of those that are clear by name, and of all others why they are not."""
    return {
        one.name: one.unclear or os.path.relpath(one.path, folder)
        for one in candidates([str(folder)], pattern, slug="flatten")
    }


def test_canvas(tmp_path: Path) -> None:
    laid_out(
        tmp_path,
        "lovelaceada_12_345_flatten.py",
        "doejoe_LATE_13_346_flatten-1.py",
        "doejoe_14_347_my_file.py",
        "roeann_15_348_notes.md",
        "poekim_16_349_helper.py",
        "poekim_16_350_flatten.py",
        "readme.txt",
    )
    assert found(tmp_path, "canvas") == {
        "lovelaceada_12": "lovelaceada_12_345_flatten.py",
        "doejoe_13": "doejoe_LATE_13_346_flatten-1.py",
        "doejoe_14": "doejoe_14_347_my_file.py",
        "roeann_15": "is no Python file",
        "poekim_16": "poekim_16_350_flatten.py",
    }
    everybody = candidates([str(tmp_path)], "canvas", slug="flatten")
    assert [one.name for one in everybody if one.late] == ["doejoe_13"]
    assert [os.path.basename(path) for path in left_out([str(tmp_path)], everybody)] == [
        "poekim_16_349_helper.py", "readme.txt",
    ]  # fmt: skip


def test_moodle_with_folders_and_without(tmp_path: Path) -> None:
    laid_out(
        tmp_path,
        "Ada Lovelace_12_assignsubmission_file/x.py",
        "Joe von_Doe_13_assignsubmission_file_/flatten.py",
        "Ann Roe_14_assignsubmission_file_homework.py",
        "Kim Poe_15_assignsubmission_onlinetext/onlinetext.html",
    )
    assert found(tmp_path, "moodle") == {
        "Ada Lovelace_12": "Ada Lovelace_12_assignsubmission_file/x.py",
        "Joe von_Doe_13": "Joe von_Doe_13_assignsubmission_file_/flatten.py",
        "Ann Roe_14": "Ann Roe_14_assignsubmission_file_homework.py",
        "Kim Poe_15": "holds no Python file",
    }


def test_gradescope_with_its_list_of_people_and_without(tmp_path: Path) -> None:
    laid_out(tmp_path, "submission_12/flatten.py", "submission_13/a.py", "submission_14/b.py")
    assert set(found(tmp_path, "gradescope")) == {"submission_12", "submission_13", "submission_14"}
    (tmp_path / "submission_metadata.yml").write_text(
        "---\nsubmission_12:\n  :submitters:\n  - :name: Ada Lovelace\n    :sid: '7'\n"
        'submission_13:\n  :submitters:\n  - :name: "Joe Doe"\n  - :name: Ann Roe\n    :email: a@b\n'
    )
    assert set(found(tmp_path, "gradescope")) == {"Ada Lovelace", "Joe Doe, Ann Roe", "submission_14"}


def test_blackboard_says_when(tmp_path: Path) -> None:
    names = (
        "HW 1_alovelace_attempt_2026-11-26-09-00-00_f.py",
        "HW 1_alovelace_attempt_2026-11-27-08-00-00_a.py",
        "HW 1_jdoe_attempt_2026-99-99-09-00-00_f.py",
    )
    laid_out(tmp_path, *names)
    (entry, other) = candidates([str(tmp_path)], "blackboard", lambda same: chosen(same, "latest"), slug="x")
    assert (entry.name, entry.time) == ("alovelace", "2026-11-27T08:00:00")
    assert (other.name, other.time) == ("jdoe", "")


@pytest.mark.parametrize("platform", exports.PLATFORMS)
def test_each_platforms_example_fits_it_and_no_long_name_takes_long(platform: str) -> None:
    example = exports.PLATFORMS[platform].example.partition("/")[0]
    assert exports.read(example, platform, {})
    for piece in ("_", "1_", "_attempt_", "_1_assignsubmission_", "a_1_"):
        exports.read(piece * (255 // len(piece)), platform, {})


def test_attempts_are_told_apart_by_number_and_time(tmp_path: Path) -> None:
    laid_out(tmp_path, "b/f.py", "a/f-1.py", "a/f.py", "a/f (2).py")
    same = [Entry("ada", str(tmp_path / "a" / name)) for name in ("f-1.py", "f (2).py", "f.py")]
    assert [os.path.basename(one.path) for one in chosen(same, "latest")] == ["f (2).py"]
    assert [(one.name, os.path.basename(one.path), one.attempt_of) for one in chosen(same, "all")] == [
        ("ada#1", "f.py", "ada"), ("ada#2", "f-1.py", "ada"), ("ada#3", "f (2).py", "ada"),
    ]  # fmt: skip
    os.utime(tmp_path / "b" / "f.py", (1, 1))
    earlier, later = (Entry("ada", str(tmp_path / name / "f.py")) for name in "ba")
    assert chosen([later, earlier], "latest") == [later]
    assert [one.name for one in chosen([later], "best")] == ["ada"]


def test_the_best_of_several_attempts_counts_and_nobody_elses(record: Recorded) -> None:
    made = [
        record("ada#1", "passed", "failed") | {"attempt_of": "ada"},
        record("ada#2", "passed", "passed") | {"attempt_of": "ada"},
        record("ada#10", owner="candidate") | {"attempt_of": "ada"},
        record("ada#3", "failed"),  # who is called so
        record("bob", owner="infrastructure"),
    ]
    assert sorted(each["candidate"] for each in best(made)) == ["ada#2", "ada#3", "bob"]


def test_folders_named_side_by_side_are_candidates(tmp_path: Path) -> None:
    laid_out(tmp_path, "ada/homework.py", "bob/answer.py", "eve/notes.txt")
    paths = [str(tmp_path / name) for name in ("ada", "bob", "eve")]
    by_glob = [str(tmp_path / "*")]
    for given in (paths, by_glob, [str(tmp_path)]):
        assert [one.name for one in candidates(given)] == ["ada", "bob", "eve"]
    # Two classes are no candidates.
    laid_out(tmp_path, "group1/x.py", "group1/y.py", "group2/z.py")
    classes = [str(tmp_path / name) for name in ("group1", "group2")]
    assert [one.name for one in candidates(classes)] == ["x", "y", "z"]


def test_a_file_with_a_large_ending_is_one_too_and_what_is_none_is_left_out(tmp_path: Path) -> None:
    laid_out(tmp_path, "B.PY", "c.ipynb", "d.zip", "e/e.py", "e/data.csv", ".git/config", "__pycache__/x.pyc")
    everybody = candidates([str(tmp_path)])
    assert [one.name for one in everybody] == ["B", "c", "d", "e"]
    rest = [os.path.relpath(path, tmp_path) for path in left_out([str(tmp_path)], everybody)]
    assert rest == ["e/data.csv"]


CLASS = (
    "﻿Name;ID;Handed in\nAda Lovelace;12;2026-11-27 10:00\nJoe Doe;13;\nAnn Roe;14;2026-11-28T09:00+00:00\n\n"
)


def test_a_roster_finds_its_column_and_who_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text(CLASS, "utf-8")
    people = roster.read(str(path))
    match = people.matched(["Ada Lovelace_12", "lovelace_99", "Ann Roe_14"])
    assert (match.missing, match.strangers) == (("Joe Doe (13)",), ("lovelace_99",))
    by_number = people.matched(["x_13"])
    assert by_number.missing == ("12 (Ada Lovelace)", "14 (Ann Roe)")
    assert str(match.time("Ann Roe_14", "Handed in")) == "2026-11-28 09:00:00+00:00"
    assert match.time("lovelace_99", "Handed in") is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Name\n", "names nobody"),
        ("", "names nobody"),
        ("Name,X\nzoe,1\n", "No column of"),
    ],
)
def test_what_is_no_roster_of_this_class_is_said(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "r.csv").write_text(content)
    with pytest.raises(UsageError, match=said):
        roster.read(str(tmp_path / "r.csv")).matched(["ada"])
    with pytest.raises(UsageError, match="cannot be read"):
        roster.read(str(tmp_path / "none.csv"))


def test_late_is_who_came_after_the_time_by_the_file_the_platform_or_the_roster(record: Recorded) -> None:
    made = [
        record("ada", "passed") | {"submitted": "2026-11-27T10:00:00+00:00"},
        record("bob", "passed") | {"submitted": "2026-11-27T12:00:00+00:00"},
        record("eve", "passed") | {"late": True},
        record("kim", "passed"),
    ]
    due = roster.moment("2026-11-27T11:00+00:00", "--due")

    def late(lateness: Lateness) -> dict[str, bool | None]:
        return {row.candidate: row.late for row in rows(made, RowFilter(), "name", lateness)}

    assert late(Lateness(due)) == {"ada": False, "bob": True, "eve": True, "kim": None}
    assert late(Lateness()) == {"ada": None, "bob": None, "eve": True, "kim": None}
    told = {"ada": roster.moment("2026-11-27T11:30+00:00", "a row")}
    assert late(Lateness(due, told.get))["ada"] is True
    assert [line.endswith("  late") for line in text(rows(made, RowFilter(), "name", Lateness(due)))] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "names", "ada", "bob"),
    [
        ("tests", ["=does 0", "does 1", "does 1 (2)"], ["1", "0", "0.5"], ["0", "", ""]),
        ("groups", ["A", "B"], ["1", "0.5"], ["0", ""]),
    ],
)
def test_points_of_tests_and_groups_are_columns(
    record: Recorded, kind: str, names: list[str], ada: list[str], bob: list[str]
) -> None:
    made = [
        record("ada", "passed", "failed", "passed"),
        record("bob", "failed"),
        record("eve", owner="author"),
    ]
    for each in made:
        for test, group, points in zip(each["report"]["tests"], "ABB", (1.0, 0.0, 0.5), strict=False):
            test |= {"group": group, "points": points if test["verdict"] == "passed" else 0.0}
            test["title"] = {"does 0": "=does 0", "does 2": "does 1"}.get(test["title"], test["title"])
    points = PointColumns(kind)
    table = rows(points.watched(made), RowFilter(), "name")
    file = io.StringIO()
    write_csv([*table, missing("zoe")], file, points)
    header, *cells = csv.reader(io.StringIO(file.getvalue()))
    count = len(names)
    assert [name.removeprefix("'") for name in header[-count:]] == names
    assert header[-count].startswith("'") is names[0].startswith("=")
    assert [row[-count:] for row in cells] == [ada, bob, [""] * count, [""] * count]
    assert [row[1] for row in cells] == ["graded", "graded", "error", "missing"]
