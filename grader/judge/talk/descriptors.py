"""Keeps this process's descriptors from the suite's functions while the candidate's code calls them.

Python tells nobody of an act on a descriptor, nor of the end of a process. A spy around `os.write` would
write for whoever calls it into what the judge says. So these functions of `os` ask first.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any

from .confined import is_confined, lies_in_folder, refused

# How many of the first arguments are descriptors, or paths.
_FILES = {
    "close": 1, "copy_file_range": 2, "dup": 1, "dup2": 2, "lseek": 1, "mkfifo": 1, "mknod": 1, "pread": 1,
    "preadv": 1, "pwrite": 1, "pwritev": 1, "read": 1, "readv": 1, "sendfile": 2, "set_blocking": 1,
    "set_inheritable": 1, "splice": 2, "write": 1, "writev": 1,
}  # fmt: skip
_NEVER = (
    "_exit", "abort", "chroot", "closerange", "nice", "setegid", "seteuid", "setgid", "setgroups", "setregid",
    "setresgid", "setresuid", "setreuid", "setsid", "setuid", "umask",
)  # fmt: skip


def watch() -> None:
    """Puts what asks first in the place of these functions, for good; does nothing the second time."""
    for name in (*_FILES, *_NEVER):
        original = getattr(os, name, None)  # not every system has every one
        if original is not None and not hasattr(original, "__wrapped__"):
            setattr(os, name, _asking(original, _FILES.get(name)))


def _asking(original: Callable[..., Any], count: int | None) -> Callable[..., Any]:
    @functools.wraps(original)
    def ask(*arguments: Any, **keywords: Any) -> Any:
        if is_confined() and (count is None or keywords or not all(map(lies_in_folder, arguments[:count]))):
            raise refused()
        return original(*arguments, **keywords)

    ask.__module__ = "os"  # where it is found, as the sandbox's is
    return ask
