"""From paths to candidates: their names stay the same, and no two have one."""

from __future__ import annotations

import os
import socket
import subprocess
import time
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
    return {one.name: one.path for one in candidates(paths, pattern)}


def test_a_folder_holds_a_file_or_a_sub_folder_for_each(folder: Path) -> None:
    make(folder, "in/ada.py", "in/bob/whatever.py", "in/notes.txt", "in/.git/a.py", "in/__pycache__/b.py")
    assert found("in") == {"ada": "in/ada.py", "bob": "in/bob/whatever.py"}


def test_several_files_are_handed_in_as_a_whole(folder: Path) -> None:
    make(folder, "in/bob/flatten.py", "in/bob/other.py", "in/eve/a.py", "in/eve/b/c.py", "in/joe/read.me")
    make(folder, "in/kim.zip", "in/lea.tar.gz", "in/max.v2.ipynb", "in/ned/work.ipynb", "in/oda/x.zip")
    entries = {one.name: one for one in candidates(["in"])}
    assert {name: one.path for name, one in entries.items()} == {
        "bob": "in/bob", "eve": "in/eve", "joe": "in/joe", "kim": "in/kim.zip", "lea": "in/lea.tar.gz",
        "max.v2": "in/max.v2.ipynb", "ned": "in/ned/work.ipynb", "oda": "in/oda/x.zip",
    }  # fmt: skip
    assert {file.name for file in entries["bob"].submission().handed.files} == {"flatten.py", "other.py"}
    with pytest.raises(RejectedSubmission, match="holds no Python file") as refused:
        entries["joe"].submission()
    assert refused.value.remedy == "A Python file, a notebook or an archive can be graded."


def test_an_archive_of_a_kind_that_is_not_read_is_refused_and_not_passed_over(folder: Path) -> None:
    make(folder, "in/ada.rar", "in/bob/work.7z", "in/cy/a.py", "in/cy/old.rar")
    entries = {one.name: one for one in candidates(["in"])}
    assert {name: one.path for name, one in entries.items()} == {
        "ada": "in/ada.rar", "bob": "in/bob/work.7z", "cy": "in/cy/a.py",
    }  # fmt: skip
    for name in ("ada", "bob"):
        with pytest.raises(RejectedSubmission, match="is packed in a way that is not read here"):
            entries[name].submission()


def test_where_projects_are_expected_one_file_is_one_too(folder: Path) -> None:
    make(folder, "in/bob/main.py", "in/bob/data.csv", "in/eve/x.zip")
    entries = {one.name: one.path for one in candidates(["in"], as_projects=True)}
    assert entries == {"bob": "in/bob", "eve": "in/eve/x.zip"}


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
def test_a_call_that_means_nobody_is_refused(
    folder: Path, paths: list[str], pattern: str | None, code: str
) -> None:
    make(folder, "one/ada.py")
    (folder / "empty").mkdir()
    with pytest.raises(UsageError) as caught:
        candidates(paths, pattern)
    assert caught.value.code == code


def refused(*paths: str, pattern: str | None = None) -> dict[str, str]:
    """Of each candidate the code of the rejection; empty where there is none."""
    codes = {}
    for one in candidates(paths, pattern):
        try:
            one.submission()
            codes[one.name] = ""
        except RejectedSubmission as exc:
            codes[one.name] = exc.code
    return codes


@pytest.mark.parametrize(
    ("files", "paths", "pattern"),
    [
        (["in/bob.py", "in/bob/x.py", "in/eve.py"], ["in"], None),
        (["in/bob.py", "in/bob/notes.txt", "in/eve.py"], ["in"], None),
        (["in/bob.py", "more/bob.py", "more/eve.py"], ["in", "more"], None),
        (["in/bob.py", "more/bob/a.py", "in/eve.py"], ["in", "more"], None),
        (["in/1_bob.py", "in/2_bob.py", "in/1_eve.py"], ["in"], "?_{candidate}.py"),
        (["in/bob/1/a.py", "in/bob/2/a.py", "in/eve/1/a.py"], ["in"], "{candidate}/*/a.py"),
        (["in/1/bob.py", "in/2/bob.py", "in/3/bob.py", "in/1/eve.py"], ["in"], "*/{candidate}.py"),
        (["in/bob.py", "more/bob.py", "in/eve.py"], ["*/*.py"], None),
    ],
)
def test_two_of_one_name_are_both_refused_and_nobody_else_is(
    folder: Path, files: list[str], paths: list[str], pattern: str | None
) -> None:
    make(folder, *files)
    assert refused(*paths, pattern=pattern) == {"bob": "two-of-one-name", "eve": ""}


def test_who_shares_a_name_is_told_with_whom(folder: Path) -> None:
    make(folder, "in/bob.py", "in/bob/x.py", "more/bob.py")
    (bob,) = candidates(["in", "more"])
    with pytest.raises(RejectedSubmission) as caught:
        bob.submission()
    assert str(caught.value) == (
        "'in/bob/x.py' and 'in/bob.py', and 1 more, would both be the submission of 'bob'. "
        "Rename one, say with --pattern what the names are, or with --attempts which counts."
    )


@pytest.mark.parametrize(
    ("pattern", "file", "names"),
    [
        ("*_{candidate}.py", "in/mallory_x_bob.py", "'bob' and of 'x_bob'"),
        ("{candidate}_*.py", "in/bob_x_y.py", "'bob' and of 'bob_x'"),
        ("*{candidate}.py", "in/bob.py", "'b' and of 'ob'"),
        ("{candidate}*", "in/bob", "'b' and of 'bo'"),
        ("*/{candidate}_*/a.py", "in/x/bob_1_2/a.py", "'bob' and of 'bob_1'"),
    ],
)
def test_a_name_that_can_be_read_in_two_ways_is_nobodys(
    folder: Path, pattern: str, file: str, names: str
) -> None:
    make(folder, file, "in/7_bob.py", "in/bob_7.py", "in/x/bob_1/a.py")
    for paths in (["in"], [file]):
        (found,) = [one for one in candidates(paths, pattern) if one.path == file]
        assert found.name == file
        with pytest.raises(RejectedSubmission) as caught:
            found.submission()
        assert caught.value.code == "ambiguous-name"


def test_whoever_can_be_read_in_two_ways_takes_no_name_from_others(folder: Path) -> None:
    make(folder, "in/1_bob.py", "in/mallory_x_bob.py", "in/2_eve.py", "in/.x_bob.py", "in/9_.py")
    assert refused("in", pattern="*_{candidate}.py") == {
        "bob": "", "eve": "", "in/mallory_x_bob.py": "ambiguous-name",
    }  # fmt: skip


def test_of_files_that_were_named_those_that_do_not_fit_stop_no_others(folder: Path) -> None:
    make(folder, "in/task_bob.py", "in/bob.py", "b.py")
    assert refused("in/task_bob.py", "in/bob.py", "b.py", pattern="task_{candidate}.py") == {
        "bob": "", "in/bob.py": "does-not-fit", "./b.py": "does-not-fit",
    }  # fmt: skip


def test_a_name_that_was_made_for_a_pattern_costs_no_time(folder: Path) -> None:
    name = "in/" + "a" * 252
    make(folder, name, "in/b")
    began = time.monotonic()
    with pytest.raises(UsageError):
        candidates(["in"], "*a" * 60 + "{candidate}" + "*a" * 60 + "c")
    assert time.monotonic() - began < 1


def test_what_is_no_file_is_refused_by_itself(folder: Path) -> None:
    make(folder, "in/ada.py", "elsewhere/a.py")
    inside = folder / "in"
    os.mkfifo(inside / "fifo.py")
    with socket.socket(socket.AF_UNIX) as held:
        held.bind(str(inside / "socket.py"))
    for name, target in {
        "away.py": "../elsewhere/a.py", "nowhere.py": "nowhere", "itself.py": "itself.py",
        "device.py": "/dev/null", "folder.py": "../elsewhere", "long.py": "x" * 300,
        "folder": "../elsewhere", "gone": "nowhere",
        "round": ".", "hard.py": "/proc/1/fd/0",
    }.items():  # fmt: skip
        (inside / name).symlink_to(target)
    (inside / "a.py" / "b.py").mkdir(parents=True)
    (inside / "notes.txt").symlink_to(inside / "ada.py")
    make(folder, "in/fine/x.py")
    assert refused("in") == {
        "ada": "", "fine": "", "a.py": "empty", "fifo": "not-a-file", "socket": "unreadable",
        "away": "symlink", "nowhere": "symlink", "itself": "symlink", "device": "symlink", "long": "symlink",
        "hard": "symlink",
    } | dict.fromkeys(("folder", "gone", "round"), "which-file") | {"folder": "two-of-one-name"}  # fmt: skip


def test_a_link_among_folders_is_refused_and_never_entered(folder: Path) -> None:
    make(folder, "in/ada/main.py", "in/group/bob/main.py")
    (folder / "in" / "eve").symlink_to("ada")
    (folder / "in" / "joe").symlink_to("group")
    (folder / "in" / "kim").symlink_to("x" * 300)
    (folder / "in" / "notes").symlink_to("ada/main.py")
    assert refused("in", pattern="{candidate}/main.py") == {
        "ada": "", "eve": "which-file", "joe": "which-file", "kim": "which-file",
    }  # fmt: skip
    assert refused("in/ada/main.py", "in/eve/main.py", pattern="{candidate}/main.py") == {
        "ada": "", "eve": "which-file",
    }  # fmt: skip
    found = refused("in", pattern="*/{candidate}/main.py")
    assert found == {
        "bob": "", "in/eve": "which-file", "in/joe": "which-file", "in/kim": "which-file",
    }  # fmt: skip


def test_a_glob_over_folders_goes_round_in_no_circle(folder: Path) -> None:
    make(folder, "in/a/b/ada.py", "in/bob.py", "in/.git/c.py")
    for name in ("one", "two", "a/three"):
        (folder / "in" / name).symlink_to(folder / "in")
    began = time.monotonic()
    assert found("in/**/*.py") == {"ada": "in/a/b/ada.py", "bob": "in/bob.py"}
    assert found("**/ada.py") == {"ada": "in/a/b/ada.py"}
    assert time.monotonic() - began < 5


def test_folders_that_nest_deeper_than_calls_can_stop_no_glob(folder: Path) -> None:
    make(folder, "in/bob.py")
    deep = "in/" + "d/" * 1050
    subprocess.run(["mkdir", "-p", deep], cwd=folder, check=True)
    try:
        assert found("in/**/*.py") == {"bob": "in/bob.py"}
    finally:  # pytest could not remove it
        subprocess.run(["rm", "-rf", "in/d"], cwd=folder, check=True)


def test_names_may_hold_anything_a_file_may_be_called(folder: Path) -> None:
    (folder / "in").mkdir()
    names = [
        b"a\nb",
        b"\x1b[2J",
        b"\xff\xfe",
        "\u202e".encode(),
        b"##vso[task]",
        b"a'b\"c",
        b" ",
        b"\\xff",
        b"*",
        b"[x]",
    ]
    for name in names:
        with open(os.fsencode(folder) + b"/in/" + name + b".py", "w") as file:
            file.write("x = 1\n")
    assert refused("in") == {name.decode("utf-8", "backslashreplace"): "" for name in names}
    assert refused("in", pattern="{candidate}.py") == refused("in")


def test_nobody_hands_in_a_link_to_somebody_elses_file(folder: Path) -> None:
    make(folder, "in/ada/solution.py")
    (folder / "in" / "eve").symlink_to(folder / "in" / "ada")
    (folder / "in" / "joe.py").symlink_to(folder / "in" / "ada" / "solution.py")
    for pattern, names in ((None, ("eve", "joe")), ("{candidate}/solution.py", ("eve",))):
        held = {one.name: one for one in candidates(["in"], pattern)}
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
