"""Confines the suite's functions while the candidate's code calls them, which says with what.

A spy around `open` would open any file of this machine for it, and one around `pickle.loads` would run what
it wrote. Python tells of each such act before it happens (PEP 578). Who reaches it through a function of the
suite's gets a PermissionError, unless it is about a file of the test's own folder.
"""

from __future__ import annotations

import errno
import functools
import os
import sys
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path, PurePath
from threading import Thread
from types import FrameType
from typing import Any

# How many of an event's first arguments are paths.
PATHS = {
    "open": 1, "os.chmod": 1, "os.chown": 1, "os.link": 2, "os.listdir": 1, "os.mkdir": 1, "os.remove": 1,
    "os.rename": 2, "os.rmdir": 1, "os.scandir": 1, "os.symlink": 2, "os.truncate": 1, "os.utime": 1,
    "os.setxattr": 1, "os.getxattr": 1, "os.listxattr": 1, "os.removexattr": 1, "os.chdir": 1,
    "shutil.rmtree": 1, "sqlite3.connect": 1,
}  # fmt: skip
# How many of its last ones are descriptors of the folders that these paths begin in, or else -1.
_BESIDE = {
    "os.chmod": 1, "os.chown": 1, "os.link": 2, "os.mkdir": 1, "os.remove": 1, "os.rename": 2, "os.rmdir": 1,
    "os.symlink": 1, "os.utime": 1,
}  # fmt: skip
# What starts a program, stops one, or asks another machine.
STARTS = frozenset(("os.exec", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn", "subprocess.Popen"))
STOPS = frozenset(("os.kill", "os.killpg", "signal.pthread_kill"))
ASKS = frozenset(
    (
        "socket.connect", "socket.getaddrinfo", "socket.gethostbyaddr", "socket.gethostbyname",
        "socket.getnameinfo", "socket.sendmsg", "socket.sendto",
    )
)  # fmt: skip
# Whatever they are about.
_NEVER = STARTS | STOPS | ASKS | {
    "ctypes.dlopen", "exec", "os.fork", "os.forkpty", "pickle.find_class", "socket.bind",
    "sqlite3.enable_load_extension", "sqlite3.load_extension", "sys.addaudithook",
}  # fmt: skip
_WATCHED = _NEVER | PATHS.keys()
# What hands a path on, and whose callers decide.
_PASSING = frozenset(("codecs", "glob", "io", "linecache", "os", "pathlib", "shutil", "tempfile", "tokenize"))
# What imports, from where modules lie; other functions there read whatever they are told.
_IMPORTING = frozenset(
    (
        "_frozen_importlib", "_frozen_importlib_external", "_pytest.assertion.rewrite", "importlib",
        "importlib._bootstrap", "importlib._bootstrap_external", "zipimport",
    )
)  # fmt: skip
_IMPORTS = frozenset(("_find_and_load", "_find_spec"))
# What runs its own source, made of names that it has looked at.
_COMPOSING = frozenset(
    (("collections", "namedtuple"), ("dataclasses", "_create_fn"), ("dataclasses", "add_fns_to_class"))
)
# What removes all that lies in a folder, after `shutil.rmtree` was told which.
_REMOVING = frozenset((("shutil", "_rmtree_safe_fd"), ("shutil", "_rmtree_safe_fd_step")))
# What reads the source of code that runs here, to show it.
_SHOWING = frozenset(("_pytest", "inspect", "traceback", "warnings"))
_FOLDER, _PATCHING = "grader.judge.fixtures.folder", "_pytest.monkeypatch"
# What stands between `eval` and who calls it.
_EVALUATING = "grader.judge.fixtures.evaluated"
_NOWHERE = (os.devnull, ":memory:")
# `zoneinfo` opens these files from C, for whoever names a zone; everybody may know what is in them.
_ZONES = "/usr/share/zoneinfo/"

# How deep we are in functions that the candidate's code called; tasks that begin there inherit it.
_depth: ContextVar[int] = ContextVar("depth", default=0)
# The strand (see `strands`) whose call runs here, or has begun what runs here; None if it is none's.
for_whom: ContextVar[Any] = ContextVar("for_whom", default=None)
_folders: set[str] = set()
_watching: list[bool] = []


def allow(folder: Path) -> None:
    """Lets the suite's functions reach the files in `folder`, which judge and sandbox share."""
    _folders.add(os.path.realpath(folder))


def forget(folder: Path) -> None:
    """Ends what `allow` began."""
    _folders.discard(os.path.realpath(folder))


def is_confined() -> bool:
    """Whether what runs now is what the candidate's code calls, or a task or thread that this has begun."""
    return _depth.get() > 0


def lies_in_folder(path: Any) -> bool:
    """Whether `path` leads to a file of the test's folder, or to none."""
    found = _real(path)
    return path in _NOWHERE or any(os.path.commonpath((found, folder)) == folder for folder in _folders)


class Confined:
    """A context that runs what the candidate's code calls; so do the threads and tasks that begin in it."""

    def __enter__(self) -> None:
        if not _watching:  # for good, so only where it is needed
            _watching.append(True)
            sys.addaudithook(_look)
            Thread.start = _starting(Thread.start)  # type: ignore[method-assign, assignment]
        pools = sys.modules.get("concurrent.futures.thread")
        if pools is not None and not hasattr(pools.ThreadPoolExecutor.submit, "__wrapped__"):
            pools.ThreadPoolExecutor.submit = _submitting(pools.ThreadPoolExecutor.submit)
        _depth.set(_depth.get() + 1)

    def __exit__(self, *_: object) -> None:
        _depth.set(_depth.get() - 1)


def _starting(original: Callable[[Thread], None]) -> Callable[[Thread], None]:
    @functools.wraps(original)
    def start(self: Thread) -> None:
        if is_confined():
            self.run = _confining(self.run)  # type: ignore[method-assign]
        original(self)

    return start


def _submitting(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def submit(self: Any, function: Callable[..., Any], /, *args: Any, **keywords: Any) -> Any:
        # The threads of a pool may have begun before.
        return original(self, _confining(function) if is_confined() else function, *args, **keywords)

    return submit


def _confining(run: Callable[..., Any]) -> Callable[..., Any]:
    strand = for_whom.get()

    def confined(*args: Any, **keywords: Any) -> Any:
        before = for_whom.set(strand)
        try:
            with Confined():
                return run(*args, **keywords)
        finally:
            for_whom.reset(before)

    return confined


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _WATCHED or not is_confined():
        return
    if is_librarys(event, sys._getframe(1)):
        return
    paths = arguments[: PATHS.get(event, 0)]
    if event == "open" and arguments[1] == "r" and _real(paths[0]).startswith(_ZONES):
        return
    is_beside = any(each != -1 for each in arguments[len(arguments) - _BESIDE.get(event, 0) :])
    if paths and not is_beside and all(map(lies_in_folder, paths)):
        return
    raise refused()


def refused() -> PermissionError:
    """The error for whoever reaches further; where it is the candidate's code, that gets it."""
    return PermissionError(errno.EACCES, "a function of the suite reaches no further than the test's folder")


def is_librarys(event: str, frame: FrameType | None) -> bool:
    """Whether what happens is the doing of a library that knows what it does, rather than of its caller."""
    while frame is not None:
        name, function = str(frame.f_globals.get("__name__")), frame.f_code.co_name
        root = name.partition(".")[0]
        if name in _IMPORTING:
            if function in _IMPORTS:
                return True
        elif (root, function) in _REMOVING:
            return True
        elif root not in _PASSING and name != _EVALUATING:
            if event == "exec":
                return (root, function) in _COMPOSING
            return name == _FOLDER or (event == "open" and root in _SHOWING and name != _PATCHING)
        frame = frame.f_back
    return False


def _real(path: Any) -> str:
    if type(path) is int:  # a descriptor, of which this process has some that matter
        path = f"/proc/self/fd/{path}"
    elif isinstance(path, str):  # a class of the candidate's below it would say what it begins with
        path = str.__str__(path)
    elif path is not None and type(path) is not bytes and not issubclass(type(path), PurePath):
        raise refused()  # it may be another path each time
    name = os.fsdecode(path or os.curdir)
    if name.startswith("file:"):  # for SQLite a URL
        raise refused()
    return os.path.realpath(name)


def imports(module: str) -> bool:
    """Whether that is the name of a module which imports others."""
    return module in _IMPORTING
