"""What results come to: the exit code by the worst owner, the spread of scores, tables, differences."""

from __future__ import annotations

import csv
import io
import json

import pytest

from grader.batch import diff
from grader.batch.rows import RowFilter, rows, text, write_csv, write_json
from grader.batch.tally import summary, tallied

from .conftest import Recorded


@pytest.mark.parametrize(
    ("owners", "fail_under", "code"),
    [
        ([""], None, 0),
        ([""], 50.0, 0),
        ([""], 50.5, 1),
        (["", "candidate"], 100.0, 5),
        (["candidate", "author", ""], None, 4),
        (["candidate", "infrastructure", "author"], 100.0, 3),
    ],
)
def test_the_exit_code_is_that_of_the_worst_owner(
    record: Recorded, owners: list[str], fail_under: float | None, code: int
) -> None:
    held = [record(f"c{number}", "passed", "failed", owner=owner) for number, owner in enumerate(owners)]
    assert tallied(held, fail_under).exit_code == code


def test_the_summary_shows_the_spread_and_what_failed_most(record: Recorded) -> None:
    held = [record(f"full{number}", "passed", "passed", "passed") for number in range(4)]
    held += [record("two", "passed", "failed", "passed"), record("one", "passed", "timeout", "crashed")]
    held += [record("none", owner="candidate"), record("lost", owner="infrastructure")]
    assert list(summary(tallied(held))) == [
        "6 graded, 1 rejected, 1 not graded by a fault of the machine",
        "score: mean 83 %, median 100 %",
        "",
        "    0-9 %  0",
        "  10-19 %  0",
        "  20-29 %  0",
        "  30-39 %  1  ██████████",
        "  40-49 %  0",
        "  50-59 %  0",
        "  60-69 %  1  ██████████",
        "  70-79 %  0",
        "  80-89 %  0",
        "  90-99 %  0",
        "    100 %  4  ████████████████████████████████████████",
        "",
        "most often not passed",
        "  2  does 1",
        "  1  does 2",
    ]


def test_nothing_graded_is_no_plot(record: Recorded) -> None:
    assert list(summary(tallied([record("a", owner="author")]))) == [
        "0 graded, 1 not graded by a fault of the exercise"
    ]


def test_one_of_many_can_still_be_seen(record: Recorded) -> None:
    held = [record(f"c{number}", "passed") for number in range(1000)] + [record("x", "failed")]
    assert "    0-9 %     1  ▏" in list(summary(tallied(held)))


def test_rows_are_filtered_and_sorted(record: Recorded) -> None:
    held = [
        record("ada", "passed", "passed", finished="1"), record("bob", "failed", "passed", finished="3"),
        record("eve", "failed", "failed", finished="2"), record("joe", owner="infrastructure", finished="4"),
    ]  # fmt: skip

    def names(wanted: RowFilter, sort: str = "name") -> str:
        return " ".join(row.candidate for row in rows(held, wanted, sort))

    assert names(RowFilter()) == "ada bob eve joe"
    assert names(RowFilter(), "score") == "ada bob eve joe"
    assert names(RowFilter(), "finished") == "joe bob eve ada"
    assert names(RowFilter(below=50)) == "eve"
    assert names(RowFilter(below=50.1)) == "bob eve"
    assert names(RowFilter(status="error")) == "joe"
    assert names(RowFilter(test="does 0")) == "bob eve"
    assert names(RowFilter(test="test_1")) == "eve"


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_a_formula_to_a_spreadsheet(record: Recorded, name: str) -> None:
    file = io.StringIO()
    write_csv(rows([record(name, "passed"), record("plain", "passed")], RowFilter(), "name"), file)
    cells = {row["path"]: row["candidate"] for row in csv.DictReader(io.StringIO(file.getvalue()))}
    assert cells["in/plain.py"] == "plain"
    (cell,) = (cell for path, cell in cells.items() if path != "in/plain.py")
    assert cell.startswith("'")
    assert not set(cell) & set("\t\r\n")


def test_hostile_names_are_text_in_every_format(record: Recorded) -> None:
    found = rows([record("\x1b[31mred\n##vso[task]", "passed")], RowFilter(), "name")
    file = io.StringIO()
    write_json(found, file)
    assert json.loads(file.getvalue())[0]["candidate"] == "\x1b[31mred\n##vso[task]"
    for shown in (file.getvalue(), *text(found)):
        assert "\x1b" not in shown
        assert "##vso" not in shown
    assert len(list(text(found))) == 1


def test_what_changed_is_told_candidate_by_candidate(record: Recorded) -> None:
    before = [
        record("gone", "passed"), record("same", "passed", "failed"), record("up", "failed", "passed"),
        record("swap", "failed", "passed"), record("lost", "passed"),
    ]  # fmt: skip
    after = [
        record("new", "failed"), record("same", "passed", "failed"), record("up", "passed", "passed"),
        record("swap", "passed", "failed"), record("lost", owner="infrastructure", code="no-docker"),
    ]  # fmt: skip
    found = diff.changes(diff.summaries(before), diff.summaries(after))
    assert [line for change in found for line in diff.lines(change)] == [
        "- gone  1/1",
        "~ lost  1/1 -> error (no-docker)",
        "    passed -> not there: does 0",
        "+ new  0/1",
        "~ swap  1/2",
        "    failed -> passed: does 0",
        "    passed -> failed: does 1",
        "~ up  1/2 -> 2/2",
        "    failed -> passed: does 0",
    ]


def test_the_same_results_differ_in_nothing(record: Recorded) -> None:
    held = diff.summaries([record("a", "passed"), record("b", owner="candidate")])
    assert list(diff.changes(held, held)) == []
