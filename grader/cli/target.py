"""Writes the file of a report or a table; the only module that decides what may be overwritten.

A regular file, existing or new, is written under another name and then moved into place, so that it is either
complete or absent; a link is followed to its target first. Anything else with that name (a pipe, a device, a
terminal, a name of one of our own descriptors) is written into directly, as a shell would do.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from ..errors import InfrastructureError
from .outcome import nobody_reads

# As `/dev/stdout`, `/dev/fd/3` and a shell's `>(...)` lead to it.
_OUR_DESCRIPTOR = re.compile(rf"/(?:proc/(?:self|thread-self|{os.getpid()})|dev)/fd/(\d+)")
# As many as the kernel follows.
_MOST_LINKS = 40


@contextmanager
def to_write(output: str | None, what: str) -> Iterator[IO[str]]:
    """Opens standard output, or the file `output` to be written completely or not at all; `what` names it.

    Raises:
        InfrastructureError: it cannot be written.
    """
    if output is None:
        yield sys.stdout
        return
    try:
        with written(output, newline="") as file:
            yield file
    except OSError as exc:
        if isinstance(exc, BrokenPipeError) and nobody_reads():
            raise
        raise InfrastructureError(
            f"The {what} cannot be written ({exc.strerror or exc}).", code="report-not-written",
            remedy="Make room or name another place with --output.",
        ) from exc  # fmt: skip


@contextmanager
def written(path: str, *, newline: str | None = None) -> Iterator[IO[str]]:
    """Opens a file whose text is at `path` when the block has ended.

    Raises:
        OSError: it cannot be written; what was there is then as it was, if it was a regular file.
    """
    place = _followed(path)
    number = _opened(place)
    if number is not None:
        with _text(number, newline) as file:
            yield file
        return
    part = os.path.join(os.path.dirname(place), f".grade-{secrets.token_hex(8)}.part")
    number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        with _text(number, newline) as file:
            _take_after(place, number)
            yield file
            file.flush()
            os.fsync(number)
        os.replace(part, place)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(part)


def _followed(path: str) -> str:
    """Follows the links at `path` to their target, which may be missing; keeps names of our descriptors."""
    for _ in range(_MOST_LINKS):
        if _OUR_DESCRIPTOR.fullmatch(path) or _is_made_up(path) or not os.path.islink(path):
            return path
        path = os.path.join(os.path.dirname(path), os.readlink(path))
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)


def _is_made_up(path: str) -> bool:
    """Whether `path` lies in /proc, where a link's text is often no real path."""
    return os.path.realpath(os.path.dirname(path)).startswith("/proc/")


def _opened(place: str) -> int | None:
    """Opens what exists at `place` for writing in place; None if it may be replaced or does not exist."""
    ours = _OUR_DESCRIPTOR.fullmatch(place)
    if ours:
        if ours[1] == "1":
            if sys.stdout is None:
                raise OSError(errno.EBADF, "standard output is closed")
            sys.stdout.flush()
        # Not opened anew: what was written there before, and what follows, keep their places.
        return os.dup(int(ours[1]))
    try:
        mode = os.stat(place).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISREG(mode) and not _is_made_up(place):
        return None
    return os.open(place, os.O_WRONLY | os.O_APPEND | os.O_NOCTTY | os.O_CLOEXEC)


def _take_after(place: str, number: int) -> None:
    """Gives the new file the owner and mode of the file that it replaces."""
    try:
        old = os.stat(place)
    except FileNotFoundError:
        return
    with contextlib.suppress(OSError):  # only root gives files away; a group of ours may still fit
        os.fchown(number, -1, old.st_gid)
        os.fchown(number, old.st_uid, -1)
    os.fchmod(number, stat.S_IMODE(old.st_mode))


def _text(number: int, newline: str | None) -> IO[str]:
    return open(number, "w", encoding="utf-8", errors="backslashreplace", newline=newline)
