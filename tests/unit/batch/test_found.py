"""From paths to candidates: their names stay the same, and no two have one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.batch.found import candidates
from grader.errors import RejectedSubmission, UsageError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")


def found(*paths: str, pattern: str | None = None) -> dict[str, str]:
    return {one.name: one.path for one in candidates(paths, "flatten", pattern)}


def test_a_folder_holds_a_file_or_a_sub_folder_for_each(folder: Path) -> None:
    make(folder, "in/ada.py", "in/bob/whatever.py", "in/notes.txt", "in/.git/a.py", "in/__pycache__/b.py")
    assert found("in") == {"ada": "in/ada.py", "bob": "in/bob/whatever.py"}


def test_of_several_files_it_is_the_one_called_after_the_exercise(folder: Path) -> None:
    make(folder, "in/bob/flatten.py", "in/bob/other.py", "in/eve/a.py", "in/eve/b.py", "in/joe/read.me")
    held = {one.name: one for one in candidates(["in"], "flatten")}
    assert held["bob"].path == "in/bob/flatten.py"
    for name, what in (("eve", "holds 2 Python files"), ("joe", "holds no Python file")):
        with pytest.raises(RejectedSubmission, match=what):
            held[name].submission()


@pytest.mark.parametrize(
    ("pattern", "file", "name"),
    [
        ("{candidate}/solution.py", "in/ada/solution.py", "ada"),
        ("task1_{candidate}.py", "in/task1_ada.py", "ada"),
        ("{candidate}/*/main.py", "in/ada/v2/main.py", "ada"),
        ("{candidate}_?.py", "in/a.d[a]_7.py", "a.d[a]"),
    ],
)
def test_a_pattern_says_which_file_and_what_the_name_is(
    folder: Path, pattern: str, file: str, name: str
) -> None:
    make(folder, file, "in/zed/other.txt")
    assert found("in", pattern=pattern) == {name: file}
    assert found(file, pattern=pattern) == {name: file}


def test_globs_are_for_pipelines_whose_shell_knows_none(folder: Path) -> None:
    make(folder, "a/ada.py", "b/bob.py", "c/[x].py")
    assert found("[ab]/*.py") == {"ada": "a/ada.py", "bob": "b/bob.py"}
    assert found("c/[x].py") == {"[x]": "c/[x].py"}  # a file of that name is that file


def test_the_same_file_twice_is_one_candidate(folder: Path) -> None:
    make(folder, "in/ada.py")
    assert found("in", "in/ada.py", "./in") == {"ada": "in/ada.py"}


@pytest.mark.parametrize(
    ("paths", "pattern", "code"),
    [
        (["one/ada.py", "two/ada.py"], None, "two-of-one-name"),
        (["one", "two"], None, "two-of-one-name"),
        (["three"], None, "no-such-file"),
        (["one/*.txt"], None, "no-such-file"),
        (["empty"], None, "no-submissions"),
        (["one"], "{candidate}/nobody.py", "no-submissions"),
        (["one"], "solution.py", "no-pattern"),
        (["one"], "{candidate}/{candidate}.py", "no-pattern"),
        (["one"], "../{candidate}.py", "no-pattern"),
        (["one"], "/{candidate}.py", "no-pattern"),
        (["one/ada.py"], "{candidate}.txt", "does-not-fit"),
    ],
)
def test_what_is_not_clear_is_refused(folder: Path, paths: list[str], pattern: str | None, code: str) -> None:
    make(folder, "one/ada.py", "two/ada.py")
    (folder / "empty").mkdir()
    with pytest.raises(UsageError) as caught:
        candidates(paths, "flatten", pattern)
    assert caught.value.code == code


def test_nobody_hands_in_a_link_to_somebody_elses_file(folder: Path) -> None:
    make(folder, "in/ada/solution.py")
    (folder / "in" / "eve").symlink_to(folder / "in" / "ada")
    (folder / "in" / "joe.py").symlink_to(folder / "in" / "ada" / "solution.py")
    for pattern, names in ((None, ("eve", "joe")), ("{candidate}/solution.py", ("eve",))):
        held = {one.name: one for one in candidates(["in"], "flatten", pattern)}
        for name in names:
            with pytest.raises(RejectedSubmission, match="symbolic link"):
                held[name].submission()


def test_a_name_that_is_no_text_becomes_one(folder: Path) -> None:
    (folder / "in").mkdir()
    with open(os.fsencode(folder / "in") + b"/a\xff.py", "w") as file:
        file.write("x = 1\n")
    ((name, path),) = found("in").items()
    assert name == "a\\xff"
    assert Path(path).is_file()
