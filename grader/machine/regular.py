"""Reads a file only if it is a regular one of bounded size, without ever blocking."""

from __future__ import annotations

import os
import stat


class Unreadable(Exception):
    """The error for a file that cannot be read; the text ends a sentence about the file."""


def content(path: str | os.PathLike[str], most_bytes: int, *, follow: bool = True) -> bytes:
    """The content of the regular file at `path`; a link there is followed only if `follow` is set.

    Raises:
        Unreadable: it is not there, not regular, too long, or cannot be read.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | (0 if follow else os.O_NOFOLLOW)
    try:
        # Without waiting for the other end of a FIFO.
        number = os.open(path, flags | os.O_NONBLOCK)
        with open(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise Unreadable("is not a regular file")
            data = file.read(most_bytes + 1)
    except OSError as exc:
        raise Unreadable(f"cannot be read ({exc.strerror})") from exc
    if len(data) > most_bytes:
        raise Unreadable(f"has more than {most_bytes} bytes")
    return data


def utf8(path: str | os.PathLike[str], most_bytes: int) -> str:
    """The text of the regular file at `path`, which is in UTF-8; a byte order mark is left out.

    Raises:
        Unreadable: as `content`, or it is not UTF-8.
    """
    return as_utf8(content(path, most_bytes))


def as_utf8(data: bytes) -> str:
    """The text of a file that contains `data`, which is in UTF-8; a byte order mark is left out.

    Raises:
        Unreadable: it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Unreadable("is UTF-16, and must be UTF-8") from exc
        lines = data[: exc.start].split(b"\n")
        where = f"byte {len(lines[-1]) + 1} of line {len(lines)}"
        raise Unreadable(f"is not UTF-8, as {where} shows") from exc
