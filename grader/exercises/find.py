"""Finds exercises: all in a folder, one by name, and those that a file seems to solve."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

from ..errors import UsageError
from ..machine.paths import shipped
from ..machine.regular import Unreadable, content
from ..machine.toml import parsed
from .exercise import MANIFEST, Exercise
from .manifest import MOST_BYTES, load

_DEFINED = re.compile(rb"^(?:async[ \t]+def|def|class)[ \t]+(\w+)|^(\w+)[ \t]*[:=]", re.M)
# As `grade kit` writes it.
_KIT = re.compile(rb'^kit[ \t]*=[ \t]*"([A-Za-z0-9_.-]{1,80})"[ \t]*\r?$', re.M)


def root(named: str | None = None) -> Path:
    """The folder with the exercises: `named`, else `GRADE_EXERCISES`, else the ones we ship.

    Raises:
        UsageError: it is not a folder.
    """
    chosen = named or os.environ.get("GRADE_EXERCISES")
    folder = Path(chosen).absolute() if chosen else shipped("exercises")
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder of exercises at {str(folder)!r}.",
            code="no-exercises",
            remedy="Name one with --exercises or GRADE_EXERCISES.",
        )
    return folder


def slugs(folder: Path) -> list[str]:
    """The names of the exercises in `folder`, sorted."""
    return sorted(path.parent.name for path in folder.glob(f"*/{MANIFEST}"))


def catalogue(folder: Path) -> list[Exercise]:
    """All exercises in `folder`, sorted by slug.

    Raises:
        ExerciseError: one of them is broken.
    """
    return [load(folder / slug) for slug in slugs(folder)]


def find(slug: str, folder: Path) -> Exercise:
    """The exercise called `slug` in `folder`.

    Raises:
        UsageError: there is none; the message suggests the nearest.
        ExerciseError: it is broken.
    """
    return load(named(slug, folder))


def named(slug: str, folder: Path) -> Path:
    """The folder of the exercise called `slug`, even if the exercise is broken.

    Raises:
        UsageError: there is none; the message suggests the nearest.
    """
    all_slugs = slugs(folder)
    if slug not in all_slugs:
        if not all_slugs:
            raise UsageError(
                f"There is no exercise in {str(folder)!r} that this user can read.", code="unknown-exercise",
                remedy="Name another folder with --exercises or GRADE_EXERCISES.",
            )  # fmt: skip
        near = difflib.get_close_matches(slug, all_slugs, 1)
        raise UsageError(
            f"There is no exercise {slug!r}.",
            code="unknown-exercise",
            remedy=f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(all_slugs)}.",
        )
    return folder / slug


def kit(folder: Path) -> Exercise | None:
    """The kit in `folder` itself, if it is one; to be called only for a folder that somebody named.

    Raises:
        ExerciseError: the kit is broken.
    """
    try:
        manifest = parsed(content(folder / MANIFEST, MOST_BYTES))
    except Unreadable:
        return None
    return load(folder) if "kit" in manifest else None


def kit_of(folder: Path) -> str | None:
    """The slug that the kit in `folder` states, or None; the exercise need not be installed.

    The folder may be a stranger's. So only this one line is read, and it decides nothing but a name: a kit's
    own tests are run only if somebody named the folder, never because of where they lie.
    """
    try:
        match = _KIT.search(content(folder / MANIFEST, MOST_BYTES, follow=False))
    except Unreadable:
        return None
    return match[1].decode("ascii") if match else None


def defined(source: bytes) -> set[str]:
    """The names that `source` seems to define, by searching its lines without parsing."""
    return {
        name.decode("utf-8", "replace") for pair in set(_DEFINED.findall(source)) for name in pair if name
    }


def asked_for(source: bytes, folder: Path) -> list[Exercise]:
    """The exercises whose names `source` seems to define, all of them."""
    names = defined(source)
    all_exercises = catalogue(folder)
    return [exercise for exercise in all_exercises if exercise.names and names.issuperset(exercise.names)]
