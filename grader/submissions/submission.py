"""A submission: a single file, a notebook, or several files."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from ..errors import RejectedSubmission
from ..report import FileInfo, SubmissionInfo
from ..text import quoted

# The limit of one file before the exercise, and so its own limit, is known.
MOST_BYTES = 4 << 20
# Most of a notebook are pictures and tables that came of its cells.
NOTEBOOK_BYTES = 16 << 20
# The first two lines may name an encoding; these have a byte a character, and the first 128 are ASCII's.
# Compiled where it is needed, which is seldom.
_ENCODING = (
    rb"(?:[ \t\f]*(?:#[^\r\n]*)?\r?\n)?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*"
    rb"(?:latin[-_]?1|iso[-_]?8859[-_]?(?:1|2|3|4|5|7|8|9|1[0-6])|l[1-9]|(?:windows[-_]|cp)125[0-8]|cp(?:437|85\d)|koi8[-_][ru])"
    rb"(?![-_.A-Za-z0-9])"
)
_NAMED = re.compile(rb"^#[ \t]*exercise:[ \t]*([A-Za-z0-9_.-]{1,80})[ \t]*\r?$", re.M)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of a folder or archive; its content is None if it is too large to be read."""

    name: str  # with slashes, relative to where all of them lie
    content: bytes | None
    size: int


@dataclass(frozen=True, slots=True)
class Handed:
    """The files of a folder or archive as handed in, before they are fitted to an exercise."""

    files: tuple[FoundFile, ...]
    left_out: tuple[str, ...] = ()
    is_archive: bool = False


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook's file and its code cells; a cell that is left out completely is empty.

    `may_raise` are the numbers of the cells after which it goes on if they raise.
    """

    content: bytes
    cells: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    out_of_order: str = ""
    may_raise: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """The graded files of a submission, by name, and which module is the solution."""

    files: tuple[tuple[str, bytes], ...]
    module: str = ""  # its dotted name; empty where the solution is a notebook
    root: str = ""  # the folder from which it is imported


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission under the name `file`; `source` is the text in which the solution is looked for."""

    file: str
    source: bytes
    handed: Handed | None = None  # until it is fitted to an exercise
    project: Project | None = None  # once that is done, of several files
    notebook: Notebook | None = None
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content; for several files, of the list that `sha256sum` prints."""
        if self.handed is None and self.project is None:
            return hashlib.sha256(self._content).hexdigest()
        lines = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in self._files)
        return hashlib.sha256(lines.encode()).hexdigest()

    @property
    def size(self) -> int:
        """The total size in bytes of all files."""
        if self.handed is None and self.project is None:
            return len(self._content)
        return sum(len(content) for _, content in self._files)

    @property
    def named_exercise(self) -> str | None:
        """The slug in the submission's line `# exercise: SLUG`; None if it has no such line."""
        match = _NAMED.search(self.source)
        return match[1].decode("ascii") if match else None

    def info(self) -> SubmissionInfo:
        """The submission as reports describe it."""
        files = tuple(
            FileInfo(name, hashlib.sha256(content).hexdigest(), len(content)) for name, content in self._files
        )
        return SubmissionInfo(self.file, self.sha256, self.size, files, self.left_out, self.notes)

    @property
    def _content(self) -> bytes:
        return self.source if self.notebook is None else self.notebook.content

    @property
    def _files(self) -> tuple[tuple[str, bytes], ...]:
        if self.project is not None:
            return self.project.files
        if self.handed is not None:
            return tuple((file.name, file.content) for file in self.handed.files if file.content is not None)
        return ()


def given(name: str, source: bytes) -> Submission:
    """Makes a submission from `source`, checked as a file's content would be.

    Raises:
        RejectedSubmission: it is not non-empty UTF-8 text of bounded size.
    """
    check_size(name, len(source), MOST_BYTES)
    if not source.strip():
        raise rejected(name, "is empty", "empty", "Write your solution into it.")
    check_text(name, source)
    return Submission(name, source)


def check_text(name: str, source: bytes) -> None:
    """Rejects a source that is neither UTF-8 nor in the encoding that it declares (PEP 263).

    Raises:
        RejectedSubmission: the encoding is wrong.
    """
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as exc:
        if re.match(_ENCODING, source, re.I):
            return
        lines = source[: exc.start].split(b"\n")
        what = f"is not UTF-8 text (byte {len(lines[-1]) + 1} of line {len(lines)})"
        remedy = "Save it as UTF-8, or name its encoding in the first line, such as: # coding: latin-1"
        raise rejected(name, what, "not-utf-8", remedy) from None


def check_size(path: str, size: int, most: int, remedy: str = "Shorten it.") -> None:
    """Rejects a file of more than `most` bytes.

    Raises:
        RejectedSubmission: the file is larger.
    """
    if size > most:
        what = f"has {size} bytes, above the limit of {most}"
        raise rejected(path, what, "too-large", remedy)


def rejected(path: str, what: str, code: str, remedy: str = "") -> RejectedSubmission:
    """The error that rejects the submission at `path`; `what` is the reason."""
    return RejectedSubmission(f"{quoted(path)} {what}.", code=code, remedy=remedy)
