"""From paths to candidates: one a file or a sub-folder, each with a name that stays the same in every run."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import RejectedSubmission, UsageError
from ..submission import Submission, read
from ..text import printable, quoted

NAME = "{candidate}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whose submission, and which file; `unclear` says why it is not known which."""

    name: str
    path: str
    unclear: str = ""

    def submission(self) -> Submission:
        """The file's content.

        Raises:
            RejectedSubmission: it is none that can be graded, or it is not known which file it is.
        """
        if self.unclear:
            raise RejectedSubmission(
                f"{quoted(self.path)} {self.unclear}.", code="which-file", remedy="--pattern says which."
            )
        try:
            return read(self.path)
        except UsageError as exc:  # it was there a moment ago, or is a folder called like a file
            raise RejectedSubmission(exc.message, code=exc.code) from None


def candidates(paths: Iterable[str], slug: str, pattern: str | None = None) -> list[Candidate]:
    """Everybody below `paths`, which are files, folders or globs; by name.

    Without a pattern a folder holds a file `NAME.py` or a sub-folder `NAME` for each candidate; of several
    files in a sub-folder it is the one called after the exercise.

    Raises:
        UsageError: a path is not there, the pattern is none, nobody is found, or two have one name.
    """
    form = _expression(pattern) if pattern is not None else None
    found: dict[str, Candidate] = {}
    for path in _spread(paths):
        if not os.path.isdir(path):
            here: Iterable[Candidate] = [_of_file(path, pattern, form)]
        elif pattern is not None and form is not None:
            here = _by_pattern(Path(path), pattern, form)
        else:
            here = _in_folder(Path(path), slug)
        for candidate in here:
            held = found.setdefault(candidate.name, candidate)
            if os.path.abspath(held.path) != os.path.abspath(candidate.path):
                raise UsageError(
                    f"{quoted(held.path)} and {quoted(candidate.path)} would both be the submission of "
                    f"{quoted(candidate.name)}.",
                    code="two-of-one-name", remedy="Rename one, or say with --pattern what the names are.",
                )  # fmt: skip
    if not found:
        raise UsageError(
            "There is no submission in what was named.", code="no-submissions",
            remedy="Check the paths and --pattern.",
        )  # fmt: skip
    return [found[name] for name in sorted(found)]


def _spread(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        if os.path.lexists(path):
            yield path
            continue
        matching = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else []
        if not matching:
            raise UsageError(
                f"There is no file or folder {quoted(path)}.", code="no-such-file", remedy="Check the path."
            )
        yield from matching


def _of_file(path: str, pattern: str | None, form: re.Pattern[str] | None) -> Candidate:
    if pattern is None or form is None:
        return Candidate(_text(Path(path).stem), path)
    parts = Path(path).absolute().parts[-len(pattern.split("/")) :]
    match = form.fullmatch("/".join(parts))
    if match is None:
        raise UsageError(
            f"{quoted(path)} does not fit the pattern {quoted(pattern)}.", code="does-not-fit",
            remedy="Leave it out, or change --pattern.",
        )  # fmt: skip
    return Candidate(_text(match["candidate"]), path)


def _by_pattern(folder: Path, pattern: str, form: re.Pattern[str]) -> Iterator[Candidate]:
    for path in sorted(folder.glob(pattern.replace(NAME, "*"))):
        inner = path.relative_to(folder)
        match = form.fullmatch(inner.as_posix())
        if match is None or _is_hidden(match["candidate"]):
            continue
        # What a candidate handed in must not lead to a file of somebody else's.
        strange = any((folder / parent).is_symlink() for parent in inner.parents)
        yield Candidate(
            _text(match["candidate"]), str(path), "lies behind a symbolic link" if strange else ""
        )


def _in_folder(folder: Path, slug: str) -> Iterator[Candidate]:
    for path in sorted(folder.iterdir()):
        if _is_hidden(path.name):
            continue
        if path.is_dir():
            yield _of_sub_folder(path, slug)
        elif path.suffix == ".py":
            yield Candidate(_text(path.stem), str(path))


def _of_sub_folder(folder: Path, slug: str) -> Candidate:
    name = _text(folder.name)
    if folder.is_symlink():
        return Candidate(name, str(folder), "is a symbolic link")
    try:
        files = [path for path in sorted(folder.glob("*.py")) if not _is_hidden(path.name)]
    except OSError as exc:
        return Candidate(name, str(folder), f"cannot be read ({exc.strerror})")
    files = [path for path in files if path.stem == slug] or files
    if len(files) != 1:
        what = f"holds {len(files)} Python files" if files else "holds no Python file"
        return Candidate(name, str(folder), what)
    return Candidate(name, str(files[0]))


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "__"))


def _expression(pattern: str) -> re.Pattern[str]:
    """The pattern for one path below a folder."""
    if pattern.count(NAME) != 1 or "**" in pattern or pattern.startswith("/") or ".." in pattern.split("/"):
        raise UsageError(
            f"{quoted(pattern)} is no pattern: it needs {NAME} once, and is a path below a folder.",
            code="no-pattern", remedy=f"Such as '{NAME}/solution.py' or '*_{NAME}.py'.",
        )  # fmt: skip
    parts = re.split(r"(\{candidate\}|[*?])", pattern)
    words = {NAME: "(?P<candidate>[^/]+)", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(words.get(part, re.escape(part)) for part in parts), re.DOTALL)


def _text(name: str) -> str:
    """A file's name as text that every format can hold: what is not UTF-8 in it is shown as an escape."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def shown(candidate: Candidate) -> str:
    """The name for a screen."""
    return printable(candidate.name, 80)
