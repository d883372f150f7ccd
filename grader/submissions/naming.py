"""Checks names of files in folders and archives: refuses some, leaves some out, and finds collisions."""

from __future__ import annotations

import unicodedata
from fnmatch import fnmatchcase

from ..errors import RejectedSubmission
from ..text import quoted
from .submission import FoundFile, Handed, rejected

# What a file with such a name is handed in as.
NOTEBOOK, ARCHIVES = ".ipynb", (".zip", ".tar", ".tar.gz", ".tgz")
# Archives and packed files of kinds that are not read here.
UNREAD = (
    ".rar",
    ".7z",
    ".tar.xz",
    ".txz",
    ".tar.bz2",
    ".tbz2",
    ".tbz",
    ".tar.zst",
    ".gz",
    ".bz2",
    ".xz",
    ".zst",
)
# No honest project comes near; a path must fit into the kernel's bounds wherever it is written.
_MOST_CHARACTERS, _MOST_PART_BYTES, _MOST_FOLDERS = 400, 200, 16
# What would configure an interpreter or a test run rather than be a part of the solution, and what is made.
_LEFT_OUT_FILES = (
    "conftest.py",
    "sitecustomize.py",
    "usercustomize.py",
    "*.pth",
    "*.pyc",
    "*.pyo",
    "*.pyd",
    "*.so",
)
_LEFT_OUT_FOLDERS = frozenset({"__MACOSX", "__pycache__", "__pypackages__", "node_modules", "venv", "env"})
# How many are named one by one.
_MOST_NAMED = 50


def is_archive(path: str) -> bool:
    """Whether a file with the name `path` is read as an archive."""
    return path.lower().endswith(ARCHIVES)


def left_out(name: str, *, is_folder: bool = False) -> str | None:
    """The file or folder to leave out, if it is `name` or contains it, for every exercise; else None."""
    folders = name.split("/")
    last = "" if is_folder else folders.pop()
    for depth, folder in enumerate(folders, 1):
        if (
            folder.startswith(".")
            or folder in _LEFT_OUT_FOLDERS
            or folder.endswith((".egg-info", ".dist-info"))
        ):
            return "/".join(folders[:depth]) + "/"
    if last.startswith(".") or any(fnmatchcase(last, pattern) for pattern in _LEFT_OUT_FILES):
        return name
    return None


def checked(path: str, name: str) -> str:
    """The normalized name of a file in the submission at `path`.

    Raises:
        RejectedSubmission: it leads upward, is absolute, too long or too deep, or holds what no name should.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raise refused(path, name, "has a name that is not UTF-8", "name-not-utf-8", "Rename it.") from None
    name = unicodedata.normalize("NFC", name).replace("\\", "/")
    if name.startswith("/") or name[1:3] == ":/":
        raise refused(path, name, "has an absolute path", "unsafe-path", "Pack it again from its folder.")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise refused(path, name, "leads out of its folder", "unsafe-path", "Pack it again from its folder.")
    if not parts or not all(map(str.isprintable, parts)):
        raise refused(path, name, "has a name that cannot be shown", "odd-name", "Rename it.")
    if len(parts) - 1 > _MOST_FOLDERS:
        what = f"lies more than {_MOST_FOLDERS} folders deep"
        raise refused(path, name, what, "too-deep", "Hand in less deep folders.")
    if len(name) > _MOST_CHARACTERS or any(len(part.encode()) > _MOST_PART_BYTES for part in parts):
        raise refused(path, name, "has too long a name", "too-long-name", "Rename it.")
    return "/".join(parts)


def without_collisions(path: str, files: list[FoundFile]) -> None:
    """Checks that no two files have the same path, even where upper and lower case are equal.

    Raises:
        RejectedSubmission: two files have.
    """
    places: dict[str, str] = {}
    folders: dict[str, str] = {}
    for file in files:
        parts = file.name.split("/")
        for depth in range(1, len(parts)):
            folder = "/".join(parts[:depth])
            other = folders.setdefault(folder.casefold(), folder)
            if other != folder:
                raise _collide(path, other, folder)
        other = places.setdefault(file.name.casefold(), file.name)
        if other is not file.name:
            raise _collide(path, other, file.name)
    for folded, name in places.items():
        if folded in folders:
            raise _collide(path, folders[folded], name)


def handed(path: str, files: list[FoundFile], without: set[str], *, is_archive: bool) -> Handed:
    """Makes the set of submitted files at `path`, with the names of those that were left out.

    Raises:
        RejectedSubmission: two files have the same place.
    """
    without_collisions(path, files)
    named = sorted(without)
    if len(named) > _MOST_NAMED:
        named = [*named[:_MOST_NAMED], f"and {len(named) - _MOST_NAMED} more"]
    return Handed(tuple(sorted(files, key=lambda file: file.name)), tuple(named), is_archive)


def _collide(path: str, one: str, other: str) -> RejectedSubmission:
    if one == other:
        return refused(path, one, "is there twice", "colliding-names", "Hand in one of them.")
    what = f"cannot be graded: {quoted(one)} and {quoted(other)} in it differ in case only"
    return rejected(path, what, "colliding-names", "Rename one of them.")


def refused(path: str, name: str, what: str, code: str, remedy: str) -> RejectedSubmission:
    """The error that rejects the submission at `path` because of the name of the file `name`."""
    return rejected(path, f"cannot be graded: {quoted(name)} in it {what}", code, remedy)
