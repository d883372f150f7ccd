"""Reads a candidate's file: once, bounded, and never as Python."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass

from ..errors import InfrastructureError, RejectedSubmission, UsageError
from ..text import quoted

# The limit before the exercise, and so its own limit, is known.
MOST_BYTES = 4 << 20
# What keeps a file from being opened, and is no fault of the file.
_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
_NAMED = re.compile(rb"^#[ \t]*exercise:[ \t]*([A-Za-z0-9_.-]{1,80})[ \t]*\r?$", re.M)


@dataclass(frozen=True, slots=True)
class Submission:
    """A file's name as it was given, and its content."""

    file: str
    source: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content."""
        return hashlib.sha256(self.source).hexdigest()

    @property
    def named_exercise(self) -> str | None:
        """The slug in the submission's line `# exercise: SLUG`, if there is one."""
        match = _NAMED.search(self.source)
        return match[1].decode("ascii") if match else None


def read(path: str) -> Submission:
    """Reads the submission in the file `path`.

    Raises:
        UsageError: there is no such file, or it is a folder.
        RejectedSubmission: it is not a regular, readable, non-empty UTF-8 file of bounded size.
        InfrastructureError: this process may open no more files.
    """
    try:
        # Without waiting for the other end of a FIFO, and without following a link that may lead anywhere.
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(
            f"There is no file {quoted(path)}.", code="no-such-file", remedy="Check the path."
        ) from None
    except OSError as exc:
        if os.path.islink(path):
            raise _rejected(path, "is a symbolic link", "symlink", "Name the file itself.") from None
        if exc.errno in _OURS:
            raise InfrastructureError(
                f"{quoted(path)} cannot be opened ({exc.strerror}).", code="machine-refused",
                remedy="Grade fewer side by side, or raise the limit on open files.",
            ) from exc  # fmt: skip
        raise _rejected(path, f"cannot be read ({exc.strerror})", "unreadable") from None
    except ValueError:  # a NUL in the name
        raise UsageError(f"{quoted(path)} is no file name.", code="no-such-file") from None
    try:
        about = os.fstat(number)
        if stat.S_ISDIR(about.st_mode):
            raise UsageError(
                f"{quoted(path)} is a folder.", code="is-a-folder", remedy="Name the file in it."
            )
        if not stat.S_ISREG(about.st_mode):
            raise _rejected(path, "is not a regular file", "not-a-file")
        check_size(path, about.st_size, MOST_BYTES)
        source = b""
        while len(source) <= MOST_BYTES and (chunk := os.read(number, 1 << 20)):
            source += chunk
    except OSError as exc:
        raise _rejected(path, f"cannot be read ({exc.strerror})", "unreadable") from None
    finally:
        os.close(number)
    return given(path, source)


def given(name: str, source: bytes) -> Submission:
    """Makes a submission of content that is at hand, checked like that of a file.

    Raises:
        RejectedSubmission: it is not non-empty UTF-8 text of bounded size.
    """
    check_size(name, len(source), MOST_BYTES)
    if not source.strip():
        raise _rejected(name, "is empty", "empty")
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as exc:
        what = f"is not UTF-8 text (byte {exc.start + 1})"
        raise _rejected(name, what, "not-utf-8", "Save it as UTF-8.") from None
    return Submission(name, source)


def check_size(path: str, size: int, most: int) -> None:
    """Turns away a file of more than `most` bytes.

    Raises:
        RejectedSubmission: the file is larger.
    """
    if size > most:
        what = f"has {size} bytes, above the limit of {most}"
        raise _rejected(path, what, "too-large", "Shorten it.")


def _rejected(path: str, what: str, code: str, remedy: str = "") -> RejectedSubmission:
    return RejectedSubmission(f"{quoted(path)} {what}.", code=code, remedy=remedy)
