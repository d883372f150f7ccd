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
        "doe_jr_17_351_flatten_1_2_.py",
        "anon_Ab3xZ_352_12_flatten.py",
        "LATE_anon_q7Gh2_353_flatten.py",
        "zedzoe_LATE_18_text.html",
        "readme.txt",
    )
    assert found(tmp_path, "canvas") == {
        "doe_jr_17": "doe_jr_17_351_flatten_1_2_.py",
        "anon_Ab3xZ": "anon_Ab3xZ_352_12_flatten.py",
        "anon_q7Gh2": "LATE_anon_q7Gh2_353_flatten.py",
        "zedzoe_18": "is no Python file",
        "lovelaceada_12": "lovelaceada_12_345_flatten.py",
        "doejoe_13": "doejoe_LATE_13_346_flatten-1.py",
        "doejoe_14": "doejoe_14_347_my_file.py",
        "roeann_15": "is no Python file",
        "poekim_16": "poekim_16_350_flatten.py",
    }
    everybody = candidates([str(tmp_path)], "canvas", slug="flatten")
    assert {one.name for one in everybody if one.late} == {"anon_q7Gh2", "doejoe_13", "zedzoe_18"}
    assert {one.late for one in everybody} == {True, False}
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
    assert set(found(tmp_path, "gradescope")) == {"Ada Lovelace_7", "Joe Doe, Ann Roe_a@b", "submission_14"}


LISTED = """---
submission_12:
  :submitters:
  - :name: Ada Lovelace
    :sid: '7'
  :created_at: 2026-11-26 17:34:00.861687000 Z
  :results:
    tests:
    - name: one
      :name: Somebody Else
    output: |-
      submission_13:
        :submitters:
        - :name: Forged
  :history:
  - :id: 5
    :name: Earlier
    :created_at: 2026-11-20 17:34:00.861687000 Z
submission_13:
  :submitters:
  - :name: Ada Lovelace
    :sid: '8'
submission_14:
  :submitters:
  - :name: 'Pat O''Brien: the "third"'
submission_15:
  :submitters:
  - :name: "J\\xF6rg \\"B.\\""
submission_16:
  :submitters: []
submission_17:
  :submitters:
  - :name: Joe Doe
submission_18:
  :submitters:
  - :name: Joe Doe
"""


def test_gradescopes_list_is_read_where_it_names_people_and_nowhere_else(tmp_path: Path) -> None:
    numbers = range(12, 19)
    laid_out(tmp_path, *(f"submission_{number}/flatten.py" for number in numbers))
    (tmp_path / "submission_metadata.yml").write_text(LISTED)
    everybody = candidates([str(tmp_path)], "gradescope")
    by_number = {int(Path(one.path).parent.name.rpartition("_")[2]): one for one in everybody}
    assert [by_number[number].name for number in numbers] == [
        "Ada Lovelace_7", "Ada Lovelace_8", "Pat O'Brien: the \"third\"", 'Jörg "B."', "submission_16",
        "Joe Doe_17", "Joe Doe_18",
    ]  # fmt: skip
    assert by_number[12].time == "2026-11-26T17:34:00.861687+00:00"
    assert left_out([str(tmp_path)], everybody) == []


@pytest.mark.parametrize("platform", ["moodle", "gradescope"])
def test_folders_of_an_export_may_be_named_one_by_one(tmp_path: Path, platform: str) -> None:
    names = {
        "moodle": ["Ada_1_assignsubmission_file", "Joe_2_assignsubmission_file"],
        "gradescope": ["submission_1", "submission_2"],
    }[platform]
    laid_out(tmp_path, *(f"{name}/flatten.py" for name in names), "index.html", "notes.py")
    given = [str(path) for path in sorted(tmp_path.iterdir())]
    everybody = candidates(given, platform)
    assert {one.name for one in everybody if not one.unclear} == set(found(tmp_path, platform))
    (other,) = (one for one in everybody if one.unclear)
    assert (Path(other.path).name, other.code) == ("notes.py", "does-not-fit")
    assert left_out(given, everybody) == [str(tmp_path / "index.html")]


def test_an_export_that_is_still_packed_is_told_as_that(tmp_path: Path) -> None:
    (tmp_path / "submissions.zip").write_bytes(b"PK")
    with pytest.raises(UsageError, match="is not called as canvas calls submissions") as refused:
        candidates([str(tmp_path / "submissions.zip")], "canvas")
    assert "Unpack it" in refused.value.remedy
    with pytest.raises(UsageError, match="moodle calls one such as 'Ada Lovelace_4567"):
        candidates([str(tmp_path)], "moodle")


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
    paths = [os.path.relpath(tmp_path / name) for name in ("ada", "bob", "eve")]
    by_glob = [str(tmp_path / "*")]
    for given in (paths, by_glob, [str(tmp_path)]):
        assert [one.name for one in candidates(given)] == ["ada", "bob", "eve"]
    # A path is told as it was given.
    assert [one.path for one in candidates(paths)][:2] == [f"{paths[0]}/homework.py", f"{paths[1]}/answer.py"]
    # Two classes are no candidates.
    laid_out(tmp_path, "group1/x.py", "group1/y.py", "group2/z.py")
    classes = [str(tmp_path / name) for name in ("group1", "group2")]
    assert [one.name for one in candidates(classes)] == ["x", "y", "z"]


def test_files_that_claim_the_same_name_are_told_once(tmp_path: Path) -> None:
    laid_out(tmp_path, "bob/x.py", "bob.py", "eve.py")
    everybody = candidates([str(tmp_path)])
    assert [(one.name, bool(one.unclear)) for one in everybody] == [("bob", True), ("eve", False)]
    assert left_out([str(tmp_path)], everybody) == []


def test_a_file_with_a_large_ending_is_one_too_and_what_is_none_is_left_out(tmp_path: Path) -> None:
    laid_out(tmp_path, "B.PY", "c.ipynb", "d.zip", "e/e.py", "e/data.csv", ".git/config", "__pycache__/x.pyc")
    everybody = candidates([str(tmp_path)])
    assert [one.name for one in everybody] == ["B", "c", "d", "e"]
    rest = [os.path.relpath(path, tmp_path) for path in left_out([str(tmp_path)], everybody)]
    assert rest == ["e/data.csv"]


def test_late_is_who_came_after_the_time_by_the_file_the_platform_or_the_roster(record: Recorded) -> None:
    made = [
        record("ada", "passed") | {"submitted": "2026-11-27T10:00:00+00:00"},
        record("bob", "passed") | {"submitted": "2026-11-27T12:00:00+00:00"},
        record("eve", "passed") | {"late": True},
        record("kim", "passed"),
        record("lea#1", "passed") | {"attempt_of": "lea", "submitted": "2026-11-27T10:00:00+00:00"},
        # The platform says that it was not, whenever the file was unpacked.
        record("zoe", "passed") | {"late": False, "submitted": "2026-11-27T12:00:00+00:00"},
    ]
    due = roster.moment("2026-11-27T11:00+00:00", "--due")

    def late(lateness: Lateness) -> dict[str, bool | None]:
        return {row.candidate: row.late for row in rows(made, RowFilter(), "name", lateness)}

    by_file = {"ada": False, "bob": True, "eve": True, "kim": None, "lea#1": False, "zoe": False}
    assert late(Lateness(due)) == by_file
    nobody_says = {"ada": None, "bob": None, "eve": True, "kim": None, "lea#1": None, "zoe": False}
    assert late(Lateness()) == nobody_says
    told = dict.fromkeys(["ada", "lea", "zoe"], roster.moment("2026-11-27T11:30+00:00", "a row"))
    assert late(Lateness(due, told.get)) == by_file | {"ada": True, "lea#1": True, "zoe": True}
    assert [line.endswith("  late") for line in text(rows(made, RowFilter(), "name", Lateness(due)))] == [
        False, True, True, False, False, False,
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
