"""Compares the submissions of a class for one exercise, and describes the similar pairs as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import decode_source
from typing import Any

from ...errors import GraderError
from ...exercises.exercise import Exercise
from ...submissions.submission import Submission
from ..found import Entry
from .fragments import Source, everything, source
from .pairs import Pair, ranked

SCHEMA_VERSION = 1
# A notice that must accompany every list of pairs.
WORDS = (
    "A reason to look, not a verdict. Two people who share a class, a book or a habit share code as well. "
    "This is no part of any score."
)
# Longer files are no answer to an exercise, and would delay the others.
_MOST_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Likeness:
    """The result of a comparison: the most similar pairs, and the submissions left out, with reasons."""

    exercise: Exercise
    count: int
    pairs: tuple[Pair, ...]
    left_out: tuple[tuple[str, str], ...]


def compared(everybody: Iterable[Entry], exercise: Exercise, most: int) -> Likeness:
    """Compares every submission with every other, and keeps the `most` similar pairs.

    Raises:
        ExerciseError: the exercise cannot be read.
        InfrastructureError: the library that compares is not installed.
    """
    known = everything([*_given(exercise)])
    sources = []
    left_out = []
    for entry in everybody:
        try:
            text = _text(entry.submission(exercise))
        except GraderError as exc:
            left_out.append((entry.name, exc.message))
            continue
        if len(text) > _MOST_CHARACTERS:
            left_out.append((entry.name, f"It has more than {_MOST_CHARACTERS} characters."))
        else:
            sources.append(source(entry.name, entry.path, text, known))
    return Likeness(exercise, len(sources), tuple(ranked(sources, most)), tuple(left_out))


def document(found: Likeness) -> dict[str, Any]:
    """The result of a comparison as plain data."""
    return {
        "schema_version": SCHEMA_VERSION,
        "exercise": found.exercise.slug,
        "note": WORDS,
        "submissions": found.count,
        "pairs": [
            {
                "rarity": round(pair.rarity, 2),
                "shared_fragments": len(pair.shared),
                "submissions": [
                    {
                        "candidate": one.name,
                        "file": one.file,
                        "share": round(share, 4),
                        "lines": [list(lines) for lines in marked_lines(one, pair.shared)],
                    }
                    for one, share in zip((pair.first, pair.second), pair.shares, strict=True)
                ],
            }
            for pair in found.pairs
        ],
        "left_out": [{"candidate": name, "reason": reason} for name, reason in found.left_out],
    }


def marked_lines(one: Source, hashes: Any) -> list[tuple[int, int]]:
    """The first and last line of each shared stretch; stretches that touch are joined."""
    found: list[tuple[int, int]] = []
    for begin, end in one.marked(hashes):
        first = one.text.count("\n", 0, begin) + 1
        last = one.text.count("\n", 0, max(begin, end - 1)) + 1
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def _given(exercise: Exercise) -> Iterable[str]:
    """Yields the texts that everybody may share: those given to candidates, and accepted solutions."""
    parts: Sequence[str] = ("starter", "starter.py", "visible", "files", "submissions/accepted")
    for part in parts:
        path = exercise.folder / part
        files = [path] if path.is_file() else sorted(path.rglob("*.py")) if path.is_dir() else []
        for file in files:
            yield file.read_text("utf-8", "replace")


def _text(submission: Submission) -> str:
    """The code of a submission; several files are joined, each below a comment with its name."""
    if submission.project is None:
        return _decoded(submission.source)
    files = [(name, content) for name, content in submission.project.files if name.endswith(".py")]
    return "\n".join(f"# {name}\n{_decoded(content)}" for name, content in files)


def _decoded(source: bytes) -> str:
    """The text of a source in the encoding that it declares, as far as it is right."""
    try:
        return decode_source(source)
    except (SyntaxError, UnicodeError):
        return source.decode("utf-8", "replace")
