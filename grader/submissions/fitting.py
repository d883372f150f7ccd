"""Fits a submission to an exercise: which files are graded, and which module is the solution."""

from __future__ import annotations

import re
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..errors import RejectedSubmission
from ..exercises.exercise import Exercise
from ..text import quoted
from .naming import NOTEBOOK, refused
from .submission import FoundFile, Handed, Project, Submission, check_size, check_text, rejected

if TYPE_CHECKING:
    from .solutions import Choice

_MOST_NAMED = 50
_RELATIVE = re.compile(rb"^[ \t]*from[ \t]+\.", re.M)
# Solves nothing, but has whatever a suite imports, so that its tests run and show what is wrong with them.
_NOTHING_SOLVED = b"""
def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return lambda *arguments, **keywords: None
"""


def fitted(submission: Submission, exercise: Exercise) -> Submission:
    """Fits the submission to `exercise`; returns an already fitted one unchanged.

    Raises:
        RejectedSubmission: it is too large, lacks what is required, or it is not clear what the solution is.
    """
    if submission.project is not None:
        return submission
    handed = submission.handed
    if handed is None:
        check_size(submission.file, len(submission.source), exercise.limits.source_bytes)
        if not exercise.demands.in_a_folder:
            return submission
        content = submission.source if submission.notebook is None else submission.notebook.content
        handed = Handed((FoundFile(PurePosixPath(submission.file).name, content, len(content)),))
    from .solutions import chosen  # as many hand in one file, which is the solution

    files, others = _kept(submission.file, _in_place(submission, handed, exercise), exercise)
    choice = chosen(submission.file, files, exercise)
    project = Project(tuple(sorted(files.items())), choice.module, choice.root)
    left_out = (*handed.left_out, *others)
    fitting = replace(submission, handed=None, project=project, left_out=left_out)
    source = files[choice.name]
    return (
        _with_cells(fitting, choice, exercise)
        if choice.name.endswith(NOTEBOOK)
        else replace(fitting, source=source, notebook=None)
    )


def standing_in(exercise: Exercise, name: str, source: bytes) -> Submission:
    """A submission of ours with `source` as its solution, in the form that `exercise` requires."""
    demands = exercise.demands
    if not demands.in_a_folder:
        return Submission(name, source)
    # In each of the files that are asked for: an attempt may be looked for in any of them.
    files = {
        required: source if required.endswith(".py") else b""
        for required in demands.required
        if not set("*?[") & set(required)
    }
    place = demands.solution.replace(".", "/")
    names = (f"{place}/__init__.py", f"{place}.py") if place else tuple(files)
    files[next((one for one in names if one in files), names[0])] = source
    handed = Handed(tuple(FoundFile(one, content, len(content)) for one, content in files.items()))
    return fitted(Submission(name, source, handed=handed), exercise)


def nothing_solved(exercise: Exercise) -> Submission:
    """A submission of ours that solves nothing: what breaks on it is no candidate's fault."""
    return standing_in(exercise, "nothing.py", _NOTHING_SOLVED)


def _in_place(submission: Submission, handed: Handed, exercise: Exercise) -> list[FoundFile]:
    """Renames the files as if the submission were unpacked into the folder in which it is run."""
    files = list(handed.files)
    package = exercise.demands.solution.partition(".")[0]
    tops = {file.name.partition("/")[0] for file in files}
    names = {file.name for file in files}
    if handed.is_archive and len(tops) == 1 and not tops & names:
        (top,) = tops
        if top != package if package else f"{top}/__init__.py" not in names:
            files = [replace(file, name=file.name.partition("/")[2]) for file in files]
    if not any(file.name == "__init__.py" for file in files):
        return files
    # What was handed in is itself a package.
    if package:
        is_there = any(
            f"/{file.name}".endswith((f"/{package}.py", f"/{package}/__init__.py")) for file in files
        )
        return files if is_there else [replace(file, name=f"{package}/{file.name}") for file in files]
    if not any(_RELATIVE.search(file.content or b"") for file in files if file.name.endswith(".py")):
        return files
    stem = re.sub(r"\W.*", "", PurePosixPath(submission.file).name)
    name = stem if stem.isidentifier() else "submission"
    return [replace(file, name=f"{name}/{file.name}") for file in files]


def _kept(path: str, files: list[FoundFile], exercise: Exercise) -> tuple[dict[str, bytes], list[str]]:
    """The files to grade, by name, and the names of those that the exercise does not ask for."""
    demands = exercise.demands
    patterns = ("*.py", *demands.allowed, *demands.required)
    given = [name for name, _ in exercise.files()]
    kept: dict[str, bytes] = {}
    left_out = []
    for file in files:
        if not any(fits(file.name, pattern) for pattern in patterns) or _is_given(file.name, given):
            left_out.append(file.name)
            continue
        most = min(demands.most_file_bytes, demands.most_bytes)
        if file.content is None or file.size > most:
            what = f"has {file.size} bytes, above the limit of {most}"
            raise refused(path, file.name, what, "too-large", "Shorten it.")
        if file.name.endswith(".py"):
            _check_source(path, file.name, file.content, exercise)
        kept[file.name] = file.content
    missing = [name for name in demands.required if not any(fnmatchcase(one, name) for one in kept)]
    if missing:
        what = f"lacks {', '.join(map(quoted, missing))}"
        raise rejected(
            path, what, "missing-file", "Hand in a folder or an archive that has all that is asked for."
        )
    if not any(content.strip() for content in kept.values()):
        raise _empty(path, left_out)
    _check_amount(path, kept, exercise)
    if len(left_out) > _MOST_NAMED:
        left_out = [*left_out[:_MOST_NAMED], f"and {len(left_out) - _MOST_NAMED} more"]
    return kept, left_out


def fits(name: str, pattern: str) -> bool:
    """Whether a file's whole path, or its name alone, matches `pattern`."""
    return fnmatchcase(name, pattern) or fnmatchcase(name.rpartition("/")[2], pattern)


def _is_given(name: str, given: list[str]) -> bool:
    """Whether the exercise's own files occupy that path; a module of the submission is not affected."""
    for other in given:
        if name == other and not name.endswith(".py"):
            return True
        if name.startswith(f"{other}/") or other.startswith(f"{name}/"):
            return True
    return False


def _check_source(path: str, name: str, source: bytes, exercise: Exercise) -> None:
    most = exercise.limits.source_bytes
    if len(source) > most:
        what = f"has {len(source)} bytes, above the limit of {most}"
        raise refused(path, name, what, "too-large", "Shorten it.")
    check_text(f"{path}/{name}", source)


def _check_amount(path: str, kept: dict[str, bytes], exercise: Exercise) -> None:
    demands = exercise.demands
    if len(kept) > demands.most_files:
        what = f"holds {len(kept)} files, above the limit of {demands.most_files}"
        raise rejected(path, what, "too-many-files", "Hand in your solution only.")
    size = sum(map(len, kept.values()))
    if size > demands.most_bytes:
        what = f"has {size} bytes in all, above the limit of {demands.most_bytes}"
        raise rejected(path, what, "too-large", "Hand in your solution only.")


def _empty(path: str, left_out: list[str]) -> RejectedSubmission:
    what = "holds no Python file with anything in it"
    if left_out:
        what += f" ({', '.join(map(quoted, left_out[:3]))}{' and more' if left_out[3:] else ''} is left out)"
    return rejected(path, what, "empty", "Hand in your solution.")


def _with_cells(submission: Submission, choice: Choice, exercise: Exercise) -> Submission:
    from .notebooks import read_notebook

    assert submission.project is not None
    content = dict(submission.project.files)[choice.name]
    notebook = read_notebook(f"{submission.file}/{choice.name}", content)
    source = "\n".join(notebook.cells).encode()
    check_size(f"{submission.file}/{choice.name}", len(source), exercise.limits.source_bytes)
    notes = (notebook.out_of_order,) if notebook.out_of_order else ()
    left_out = (*submission.left_out, *notebook.left_out)
    return replace(submission, source=source, notebook=notebook, left_out=left_out, notes=notes)
