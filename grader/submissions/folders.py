"""Reads a submitted folder within limits, and never follows a link in it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field

from ..errors import RejectedSubmission
from ..exercises.demands import CEILING_BYTES, CEILING_FILE_BYTES, CEILING_FILES
from ..text import as_text
from .naming import checked, handed, left_out, refused
from .submission import FoundFile, Handed, rejected

# With what is left out: whoever names a home folder by mistake need not wait.
_MOST_ENTRIES = 10 * CEILING_FILES
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY


@dataclass(slots=True)
class _Walk:
    """The files found so far."""

    path: str
    files: list[FoundFile] = field(default_factory=list)
    without: set[str] = field(default_factory=set)
    entries: int = 0
    room: int = CEILING_BYTES


def read_folder(path: str) -> Handed:
    """Reads the files in the folder `path`.

    Raises:
        RejectedSubmission: it holds links, devices, odd names, too much, or cannot be read.
    """
    walk = _Walk(path)
    todo = [""]
    while todo:
        todo += _listed(walk, todo.pop())
    return handed(path, walk.files, walk.without, is_archive=False)


def _listed(walk: _Walk, folder: str) -> list[str]:
    """Reads the files directly in `folder`; returns its sub-folders, relative to the submission."""
    try:
        number = _opened(walk.path, folder, os.O_DIRECTORY)
    except OSError as exc:
        raise _unreadable(walk.path, folder or ".", exc) from None
    folders = []
    try:
        with os.scandir(number) as entries:
            for entry in entries:
                walk.entries += 1
                if walk.entries > _MOST_ENTRIES:
                    what = f"holds more than {_MOST_ENTRIES} files and folders"
                    raise rejected(walk.path, what, "too-many-files", "Name the folder with your solution.")
                is_folder = entry.is_dir(follow_symlinks=False)
                name = f"{folder}/{entry.name}" if folder else entry.name
                without = left_out(name, is_folder=is_folder)
                if without is not None:
                    walk.without.add(as_text(without))
                    continue
                name = checked(walk.path, name)
                if is_folder:
                    folders.append(name)
                else:
                    walk.files.append(_file(walk, number, entry.name, name))
    except OSError as exc:
        raise _unreadable(walk.path, folder or ".", exc) from None
    finally:
        os.close(number)
    return folders


def _file(walk: _Walk, folder: int, inner: str, name: str) -> FoundFile:
    if len(walk.files) >= CEILING_FILES:
        what = f"holds more than {CEILING_FILES} files"
        raise rejected(walk.path, what, "too-many-files", "Hand in your solution only.")
    try:
        about = os.stat(inner, dir_fd=folder, follow_symlinks=False)
        if stat.S_ISLNK(about.st_mode):
            raise refused(walk.path, name, "is a link", "link-in-submission", "Put the file itself there.")
        if not stat.S_ISREG(about.st_mode):
            what = "is not a regular file"
            raise refused(walk.path, name, what, "not-a-file", "Hand in files and folders only.")
        if about.st_size > min(CEILING_FILE_BYTES, walk.room):
            return FoundFile(name, None, about.st_size)
        with open(os.open(inner, _FLAGS, dir_fd=folder), "rb") as file:
            content = file.read(about.st_size + 1)
    except OSError as exc:
        raise _unreadable(walk.path, name, exc) from None
    if len(content) != about.st_size:  # somebody is writing it
        raise refused(walk.path, name, "changes while it is read", "unreadable", "Try it again.")
    walk.room -= len(content)
    return FoundFile(name, content, len(content))


def _opened(path: str, folder: str, flag: int) -> int:
    """Opens a folder component by component, so that no link is followed; returns the descriptor."""
    number = os.open(path, _FLAGS | flag)
    for part in folder.split("/") if folder else ():
        above = number
        try:
            number = os.open(part, _FLAGS | flag, dir_fd=above)
        finally:
            os.close(above)
    return number


def _unreadable(path: str, name: str, exc: OSError) -> RejectedSubmission:
    return refused(path, name, f"cannot be read ({exc.strerror})", "unreadable", "Check its mode.")
