"""Confines the suite's functions while the candidate's code calls them, which says with what.

A spy around `open` would open any file of this machine for it, and one around `pickle.loads` would run what
it wrote. Python tells of each such act before it happens (PEP 578). Who reaches it through a function of the
suite's gets a PermissionError, unless it is about a file of the test's own folder.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from threading import get_ident
from types import FrameType
from typing import Any

# How many of an event's first arguments are paths.
_PATHS = {
    "open": 1, "os.chmod": 1, "os.chown": 1, "os.link": 2, "os.listdir": 1, "os.mkdir": 1, "os.remove": 1,
    "os.rename": 2, "os.rmdir": 1, "os.scandir": 1, "os.symlink": 2, "os.truncate": 1, "os.utime": 1,
    "os.setxattr": 1, "os.getxattr": 1, "os.chdir": 1, "sqlite3.connect": 1,
}  # fmt: skip
# Whatever they are about.
_NEVER = frozenset(
    (
        "ctypes.dlopen", "exec", "os.exec", "os.fork", "os.forkpty", "os.kill", "os.killpg", "os.posix_spawn",
        "os.spawn", "os.system", "pickle.find_class", "pty.spawn", "signal.pthread_kill", "socket.bind",
        "socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "sys.addaudithook",
    )
)  # fmt: skip
# What hands a path on, and whose callers decide.
_PASSING = frozenset(("codecs", "glob", "io", "os", "pathlib", "shutil", "tempfile", "tokenize"))
# What names its files or its source itself.
_THEIR_OWN = frozenset(
    (
        "_frozen_importlib", "_frozen_importlib_external", "_pytest", "collections", "dataclasses",
        "importlib", "inspect", "linecache", "typing", "zipimport",
    )
)  # fmt: skip
_FOLDER = "grader.judge.fixtures.folder"
_NOWHERE = (os.devnull, ":memory:")
# `zoneinfo` opens these files from C, for whoever names a zone; everybody may know what is in them.
_ZONES = "/usr/share/zoneinfo/"

# How deep each thread is in functions that the candidate's code called.
_depths: dict[int, int] = {}
_folders: set[str] = set()
_watched: list[bool] = []


def allow(folder: Path) -> None:
    """Lets the suite's functions reach the files in `folder`, which judge and sandbox share."""
    _folders.add(os.path.realpath(folder))


def forget(folder: Path) -> None:
    """Ends what `allow` began."""
    _folders.discard(os.path.realpath(folder))


class Confined:
    """A context in which this thread runs what the candidate's code calls."""

    def __enter__(self) -> None:
        if not _watched:  # for good, so only where it is needed
            _watched.append(True)
            sys.addaudithook(_look)
        _depths[get_ident()] = _depths.get(get_ident(), 0) + 1

    def __exit__(self, *_: object) -> None:
        if _depths[get_ident()] == 1:
            del _depths[get_ident()]
        else:
            _depths[get_ident()] -= 1


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if not _depths or (event not in _PATHS and event not in _NEVER) or get_ident() not in _depths:
        return
    if _is_their_own(sys._getframe(1)):
        return
    paths = arguments[: _PATHS.get(event, 0)]
    if event == "open" and arguments[1] == "r" and _real(paths[0]).startswith(_ZONES):
        return
    if paths and all(map(_lies_in_folder, paths)):
        return
    raise PermissionError(errno.EACCES, "a function of the suite reaches no further than the test's folder")


def _is_their_own(frame: FrameType | None) -> bool:
    while frame is not None:
        name = str(frame.f_globals.get("__name__"))
        if (root := name.partition(".")[0]) not in _PASSING:
            return root in _THEIR_OWN or name == _FOLDER
        frame = frame.f_back
    return False


def _lies_in_folder(path: Any) -> bool:
    found = _real(path)
    return path in _NOWHERE or any(os.path.commonpath((found, folder)) == folder for folder in _folders)


def _real(path: Any) -> str:
    if type(path) is int:  # a descriptor, of which this process has some that matter
        path = f"/proc/self/fd/{path}"
    return os.path.realpath(os.fsdecode(path or os.curdir))
