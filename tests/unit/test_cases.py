"""The files of a program's cases: what is wrong with them is said in a sentence, with the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.exercises.cases import (
    BrokenCases,
    CaseTable,
    Tolerance,
    case_table,
    files_of_samples,
    is_case,
    name_of_case,
    read_case,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An exercise with a visible and a hidden case."""
    for name in ("sample", "secret"):
        cases = tmp_path / "cases" / name
        cases.mkdir(parents=True)
        (cases / "1.in").write_bytes(b"\xff 1\n")
        (cases / "1.ans").write_text("2\n")
    return tmp_path


def test_a_case_is_two_files_with_a_name(folder: Path) -> None:
    path = folder / "cases" / "secret" / "1.in"
    assert name_of_case(path) == "secret/1"
    assert read_case(path) == (b"\xff 1\n", "2\n")
    assert is_case(path, folder)
    assert not is_case(path.with_suffix(".ans"), folder)
    assert not is_case(folder / "cases" / "1.in", folder)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("", CaseTable()),
        ('compare = "exact"', CaseTable("exact")),
        ("compare = {rel = 1e-6}", CaseTable(Tolerance(rel=1e-6))),
        ('compare = "tokens"\n[points]\n"secret/1" = 2', CaseTable("tokens", {"secret/1": 2.0})),
    ],
)
def test_the_table_says_how_to_compare_and_what_a_case_is_worth(
    folder: Path, table: str, expected: CaseTable
) -> None:
    assert case_table(folder) == CaseTable()
    (folder / "cases.toml").write_text(table)
    assert case_table(folder) == expected


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("x = [", "it is not valid TOML at line 1 (x = [): "),
        ("\ncomparing = 1", "it has 'comparing', and may have `compare` and `[points]`"),
        ('compare = "fuzzy"', '`compare` is "fuzzy", and must be'),
        ("compare = {}", "`compare` is {}, and must be"),
        ("compare = {rel = -1}", "`compare` is {rel = -1}, and must be"),
        ("compare = {rel = true}", "`compare` is {rel = true}, and must be"),
        ("points = 3", "`points` must be a table"),
        ('[points]\n"secret/9" = 1', "it gives points to 'secret/9', but there is no cases/secret/9.in"),
        ('[points]\n"secret/1" = -1', "it gives 'secret/1' -1 points, which is no number from 0"),
        ('[points]\n"secret/1" = nan', "it gives 'secret/1' nan points, which is no number from 0"),
        ('[points]\n"secret/1" = "2"', "it gives 'secret/1' \"2\" points, which is no number from 0"),
    ],
)
def test_a_wrong_table_is_said_to_be_so(folder: Path, table: str, sentence: str) -> None:
    (folder / "cases.toml").write_text(table)
    with pytest.raises(BrokenCases) as caught:
        case_table(folder)
    assert caught.value.where == "cases.toml"
    assert caught.value.sentence.startswith(sentence)


def test_a_case_that_lacks_a_file_or_is_no_text_is_said_to_be_so(folder: Path) -> None:
    cases = folder / "cases" / "secret"
    (cases / "2.in").touch()
    (cases / "3.ans").touch()
    (cases / "4.in").touch()
    (cases / "4.ans").write_bytes(b"ok\xff")
    sentences = []
    for name in ("2.in", "3.ans", "4.in"):
        assert is_case(cases / name, folder)
        with pytest.raises(BrokenCases) as caught:
            read_case(cases / name)
        sentences.append(str(caught.value))
    assert sentences == [
        "cases/secret/2: there is no readable answer (No such file or directory): write cases/secret/2.ans",
        "cases/secret/3: there is no readable input (No such file or directory): write cases/secret/3.in",
        "cases/secret/4.ans: it is not UTF-8 (byte 3): save it as UTF-8",
    ]


def test_a_folder_of_cases_that_nothing_runs_is_said_to_be_one(folder: Path) -> None:
    (folder / "cases" / "hidden").mkdir()
    with pytest.raises(BrokenCases, match="cases/hidden: nothing runs what lies there"):
        case_table(folder)


def test_a_kit_gets_the_samples_and_of_the_table_what_is_about_them(folder: Path) -> None:
    (folder / "cases.toml").write_text('compare = {rel = 1e-6}\n[points]\n"secret/1" = 5\n"sample/1" = 2\n')
    files = dict(files_of_samples(folder))
    assert sorted(files) == ["cases.toml", "cases/sample/1.ans", "cases/sample/1.in"]
    assert b"secret" not in files["cases.toml"]
    (folder / "cases.toml").write_bytes(files["cases.toml"])
    assert case_table(folder) == CaseTable(Tolerance(rel=1e-6), {"sample/1": 2.0})
