"""Reads a file that may be anything: only if it is a regular one, not above a bound, and without waiting."""

from __future__ import annotations

import os
import stat


class Unreadable(Exception):
    """The file cannot be read; the text says why, as the end of a sentence about the file."""


def content(path: str | os.PathLike[str], most_bytes: int, *, follow: bool = True) -> bytes:
    """The content of the file at `path`, or of the one that a link there leads to if that is to be followed.

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
