"""Reads a submission of any kind: once, within limits, and never as Python."""

from __future__ import annotations

import errno
import os
import re
import stat

from ..errors import InfrastructureError, RejectedSubmission, UsageError
from ..exercises.demands import CEILING_BYTES
from ..text import quoted
from .folders import read_folder
from .naming import ARCHIVES, NOTEBOOK, UNREAD, is_archive
from .submission import MOST_BYTES, NOTEBOOK_BYTES, Handed, Submission, check_size, given, rejected

# How files are called that can be handed in.
ENDINGS = (".py", NOTEBOOK, *ARCHIVES)
# What a shell hands over as a file.
_STREAM = re.compile(r"/(?:dev|proc/self)/fd/(\d{1,6})")
# What keeps a file from being opened, and is no fault of the file.
_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})


def read(path: str) -> Submission:
    """Reads the submission at `path`: a file, a folder, an archive or a notebook.

    Raises:
        UsageError: there is nothing.
        RejectedSubmission: it cannot be graded, such as what is no regular, readable UTF-8 file, or a bomb.
        InfrastructureError: this process may open no more files.
    """
    content = _content(path)
    if content is None:
        return several(path, read_folder(path))
    return made(path, content)


def read_stream(path: str) -> Submission | None:
    """Reads a submission from a stream inherited from the shell; None if `path` names none.

    That is standard input, as `-` or `/dev/stdin`, or a pipe as a shell's `<(...)` makes it.

    Raises:
        RejectedSubmission: it cannot be graded.
    """
    named = _STREAM.fullmatch(path)
    number = 0 if path in ("-", "/dev/stdin") else int(named[1]) if named else None
    if number is None:
        return None
    try:
        if number and not stat.S_ISFIFO(os.fstat(number).st_mode):
            raise rejected(path, "is no pipe", "not-a-file", "Name the file itself.")
        data = b""
        while len(data) <= MOST_BYTES and (chunk := os.read(number, 1 << 16)):
            data += chunk
    except OSError as exc:
        raise _unreadable(path, exc) from None
    return given(path, data)


def made(name: str, content: bytes) -> Submission:
    """Makes a submission from a content, of the kind that its name says.

    Raises:
        RejectedSubmission: as `read`.
    """
    _check_kind(name)
    # What reads these is not paid for by whom hands in plain files.
    if is_archive(name):
        from .archives import read_archive

        check_size(name, len(content), *_most_bytes(name))
        return several(name, read_archive(name, content))
    if name.lower().endswith(NOTEBOOK):
        check_size(name, len(content), *_most_bytes(name))
        return of_notebook(name, content)
    return given(name, content)


def of_notebook(name: str, content: bytes) -> Submission:
    """Makes a submission from a notebook's content.

    Raises:
        RejectedSubmission: it is no notebook that can be graded.
    """
    from .notebooks import read_notebook

    if not content.strip():
        raise rejected(name, "is empty", "empty", "Write your solution into it.")
    notebook = read_notebook(name, content)
    notes = (notebook.out_of_order,) if notebook.out_of_order else ()
    source = "\n".join(notebook.cells).encode()
    return Submission(name, source, notebook=notebook, left_out=notebook.left_out, notes=notes)


def several(path: str, handed: Handed) -> Submission:
    """Makes a submission from several files.

    Raises:
        RejectedSubmission: there is none.
    """
    if not handed.files:
        without = f" but {', '.join(map(quoted, handed.left_out[:3]))}" if handed.left_out else ""
        raise rejected(path, f"holds no file{without}", "empty", "Hand in your solution.")
    # By the sources together it is found which exercise they are for.
    sources = [file.content for file in handed.files if file.content and file.name.endswith(".py")]
    return Submission(path, b"\n".join(sources), handed=handed, left_out=handed.left_out)


def _content(path: str) -> bytes | None:
    """The content of the file at `path`; None if that is a folder."""
    try:
        # Without waiting for the other end of a FIFO, and without following a link that may lead anywhere.
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(
            f"There is no file {quoted(path)}.", code="no-such-file", remedy="Check the path."
        ) from None
    except OSError as exc:
        if os.path.islink(path):
            raise rejected(path, "is a symbolic link", "symlink", "Name the file itself.") from None
        if exc.errno in _OURS:
            raise InfrastructureError(
                f"{quoted(path)} cannot be opened ({exc.strerror}).", code="machine-refused",
                remedy="Grade fewer side by side, or raise the limit on open files.",
            ) from exc  # fmt: skip
        raise _unreadable(path, exc) from None
    except ValueError:  # a NUL in the name
        raise UsageError(f"{quoted(path)} is no file name.", code="no-such-file") from None
    try:
        about = os.fstat(number)
        if stat.S_ISDIR(about.st_mode):
            return None
        if not stat.S_ISREG(about.st_mode):
            raise rejected(path, "is not a regular file", "not-a-file", "Name the file with your solution.")
        _check_kind(path)
        most, remedy = _most_bytes(path)
        check_size(path, about.st_size, most, remedy)
        content = b""
        while len(content) <= most and (chunk := os.read(number, 1 << 20)):
            content += chunk
    except OSError as exc:
        raise _unreadable(path, exc) from None
    finally:
        os.close(number)
    return content


def _check_kind(path: str) -> None:
    """Rejects an archive of a kind that is not read here, which would be taken for Python otherwise."""
    if path.lower().endswith(UNREAD) and not is_archive(path):
        what = "is packed in a way that is not read here"
        raise rejected(path, what, "unread-archive", "Pack it again, as .zip or .tar.gz.")


def _most_bytes(path: str) -> tuple[int, str]:
    """The most bytes that a file of that name may have, and what to do where it has more."""
    if is_archive(path):
        return CEILING_BYTES, "Hand in your solution only."
    if path.lower().endswith(NOTEBOOK):
        return NOTEBOOK_BYTES, "Clear its outputs and save it again."
    return MOST_BYTES, "Shorten it."


def _unreadable(path: str, exc: OSError) -> RejectedSubmission:
    return rejected(path, f"cannot be read ({exc.strerror})", "unreadable", "Check its path and its mode.")
