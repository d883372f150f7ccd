"""A folder is read without following a link, and only as far as an exercise could want it."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import RejectedSubmission
from grader.submissions.folders import read_folder


def write(root: Path, **files: bytes) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_files_are_read_as_they_lie(tmp_path: Path) -> None:
    write(
        tmp_path, **{"b/c.py": b"1", "a.py": b"2", "data.csv": b"", ".git/x": b"", "b/__pycache__/c.pyc": b""}
    )
    os.symlink("/etc", tmp_path / ".venv")  # what is left out is not looked at
    handed = read_folder(str(tmp_path))
    assert {file.name: file.content for file in handed.files} == {
        "a.py": b"2",
        "b/c.py": b"1",
        "data.csv": b"",
    }
    assert handed.left_out == (".git/", ".venv", "b/__pycache__/")
    assert not handed.is_archive


def test_what_no_exercise_allows_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.bin").open("wb") as file:
        file.truncate(1 << 40)
    (file_found,) = read_folder(str(tmp_path)).files
    assert (file_found.content, file_found.size) == (None, 1 << 40)


def _socket(root: Path) -> None:
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(str(root / "s.py"))


def _deep(root: Path) -> None:
    path = root.joinpath(*["d"] * 20)
    path.mkdir(parents=True)
    (path / "a.py").touch()


def _many(root: Path) -> None:
    for number in range(1001):
        (root / f"{number}.py").touch()


TROUBLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link to a file": (lambda root: os.symlink("/etc/passwd", root / "a.py"), "link-in-submission"),
    "a link to a folder": (lambda root: os.symlink("/etc", root / "a"), "link-in-submission"),
    "a link to nothing": (lambda root: os.symlink("nowhere", root / "a"), "link-in-submission"),
    "a pipe": (lambda root: os.mkfifo(root / "a.py"), "not-a-file"),
    "a socket": (_socket, "not-a-file"),
    "deep folders": (_deep, "too-deep"),
    "many files": (_many, "too-many-files"),
    "names that differ in case": (lambda root: write(root, **{"a.py": b"", "A.py": b""}), "colliding-names"),
    "no text": (lambda root: open(os.fsencode(root) + b"/a\xff.py", "w").close(), "name-not-utf-8"),
    "a line end": (lambda root: (root / "a\n.py").touch(), "odd-name"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_what_is_odd_in_a_folder_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    make, code = TROUBLES[name]
    make(tmp_path)
    before = sorted(os.listdir("/proc/self/fd"))
    with pytest.raises(RejectedSubmission) as caught:
        read_folder(str(tmp_path))
    assert caught.value.code == code
    assert "\n" not in caught.value.message
    assert sorted(os.listdir("/proc/self/fd")) == before


def test_folders_deeper_than_calls_are_refused(tmp_path: Path) -> None:
    subprocess.run(["mkdir", "-p", "d/" * 1050], cwd=tmp_path, check=True)
    try:
        with pytest.raises(RejectedSubmission, match="16 folders deep"):
            read_folder(str(tmp_path))
    finally:  # pytest could not remove it
        subprocess.run(["rm", "-rf", "d"], cwd=tmp_path, check=True)
