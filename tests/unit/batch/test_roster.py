"""The list of a class: which of its columns names the candidates, who is missing, and when they handed in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.batch import roster
from grader.errors import UsageError

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
    ("content", "names", "missing", "strangers"),
    [
        # As Canvas, Moodle and Gradescope export their lists of people.
        (
            'Student,ID\n    Points Possible,\n"Müller, Jörg",14\n"Doe, Joe",13\n"Roe, Ann",16\n',
            ["mu\u0308llerjo\u0308rg_14", "doejoe_13"],
            ["Roe, Ann (16)"],
            [],
        ),
        ('Student\n"Müller, Jörg"\n"Roe, Ann"\n', ["mu\u0308llerjo\u0308rg_14"], ["Roe, Ann"], []),
        (
            "Identifier,Status\nParticipant 17,x\nParticipant 18,x\n",
            ["Participant_17"],
            ["Participant 18 (x)"],
            [],
        ),
        (
            "First name,Surname,Email\nAda,Lovelace,a@b\nZoë,Zed,z@b\nAda,Zed,y@b\n",
            ["Ada Lovelace_4567", "Kim Poe_3"],
            ["Zoë Zed", "Ada Zed"],
            ["Kim Poe_3"],
        ),
        ("Last;First\nLovelace;Ada\nZed;Zoë\n", ["Ada Lovelace_4567"], ["Zoë Zed"], []),
        (
            "First,Last,SID\nJoe,Doe,1\nAnn,Roe,2\nAda,Lovelace,3\nAda,Lovelace,4\n",
            ["Joe Doe_1, Ann Roe_2", "Ada Lovelace_4"],
            ["3 (Ada Lovelace)"],
            [],
        ),
        ("Name,ID\nJoe Doe,1\nAnn Roe,\n", ["x_1"], ["Ann Roe"], []),
        # Somebody may be in two sections; two may have one name.
        ("ID,Section\n1,A\n1,B\n2,A\n2,B\n", ["x_1"], ["2 (A)"], []),
        (
            "Name\nJoe Doe\nJoe Doe\nAnn Roe\n",
            ["Joe Doe_1"],
            ["Joe Doe: 2 are called so, 1 handed in", "Ann Roe"],
            [],
        ),
        ("Name\nJoe Doe\nJoe Doe\n", ["Joe Doe_1", "Joe Doe_2"], [], []),
    ],
)
def test_a_roster_is_matched_as_platforms_write_names(
    tmp_path: Path, content: str, names: list[str], missing: list[str], strangers: list[str]
) -> None:
    (tmp_path / "class.csv").write_text(content, "utf-8")
    match = roster.read(str(tmp_path / "class.csv")).matched(names)
    assert (list(match.missing), list(match.strangers)) == (missing, strangers)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_a_roster_may_come_from_any_spreadsheet(tmp_path: Path, end: str, mark: str, comma: str) -> None:
    rows = [["Name", "ID"], ['"Müller, Jörg; ""Jo"""', "7"], ["O'Neil Pat", "8"]]
    text = mark + "".join(comma.join(row) + end for row in rows)
    (tmp_path / "class.csv").write_bytes(text.encode())
    match = roster.read(str(tmp_path / "class.csv")).matched(['Müller, Jörg; "Jo"_7'])
    assert (list(match.missing), list(match.strangers)) == (["O'Neil Pat (8)"], [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Name\nM\xfcller\n".encode("latin-1"), "is not UTF-8, as byte 2 of line 2 shows."),
        ("Name\nada\n".encode("utf-16"), "is UTF-16, and must be UTF-8."),
    ],
)
def test_a_roster_in_another_encoding_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "r.csv").write_bytes(content)
    with pytest.raises(UsageError) as caught:
        roster.read(str(tmp_path / "r.csv"))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-11-27T23:59Z", "2026-11-27 23:59:00+00:00"),
        ("2026-11-27 15:59:00 -0800", "2026-11-27 23:59:00+00:00"),
        ("2026-11-27 23:59:00 UTC", "2026-11-27 23:59:00+00:00"),
        ("Friday, 27 November 2026, 11:59 PM", "2026-11-27 23:59:00"),
        ("27.11.2026 23:59", "2026-11-27 23:59:00"),
        ("11/12/2026 23:59", None),
    ],
)
def test_times_are_read_as_platforms_write_them(text: str, wanted: str | None) -> None:
    if wanted is None:
        with pytest.raises(UsageError, match="is no time"):
            roster.moment(text, "a row")
    else:
        assert roster.moment(text, "a row") == datetime.fromisoformat(wanted).astimezone(UTC)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Name\n", "names nobody"),
        ("", "names nobody"),
        ("Name,X\nzoe,1\n", "No column of"),
        ('Name,X\nada,1\n"bob,2\nzoe,3\n', "is no CSV: the quotes at line 3 do not fit. Mend that line"),
        ('Name,X\nada,1\n"bob"y,2\n', "is no CSV: the quotes at line 3 do not fit"),
        ("Name,X\nzoe,1\n" + '"' + "x\n" * 100_000, "is no CSV: the quotes at line 3 do not fit"),
    ],
)
def test_what_is_no_roster_of_this_class_is_said(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "r.csv").write_text(content)
    with pytest.raises(UsageError, match=said):
        roster.read(str(tmp_path / "r.csv")).matched(["ada"])
    with pytest.raises(UsageError, match="cannot be read"):
        roster.read(str(tmp_path / "none.csv"))
