"""Exercises: folders with a manifest, a task text, suites and submissions. Reading one runs no code."""

from __future__ import annotations

import difflib
import hashlib
import json
import math
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .digests import digest
from .errors import ExerciseError, UsageError
from .limits import Limits
from .places import cache, package, shipped
from .regular import Unreadable, content

MANIFEST = "exercise.toml"
SUITES = ("visible", "hidden")
# What the suites share, and the modules that lie beside the candidate's file.
SHARED = "conftest.py"
INSIDE = "inside"
# Names of modules that mean something else inside.
_TAKEN = frozenset({"solution", "worker", "grader", *sys.stdlib_module_names})
# Some hundred times what a manifest takes.
_MOST_BYTES = 1 << 20
# As `grade kit` writes it.
_KIT = re.compile(rb'^kit[ \t]*=[ \t]*"([A-Za-z0-9_.-]{1,80})"[ \t]*\r?$', re.M)
_IN_SECONDS = ("cpu_seconds", "wall_seconds", "total_seconds")


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise as its manifest describes it."""

    slug: str
    folder: Path
    title: str
    version: str
    summary: str
    names: tuple[str, ...]
    points: float
    bonus_points: float
    libraries: tuple[str, ...]
    loopback: bool
    limits: Limits
    is_kit: bool = False  # what candidates are given: it holds no hidden suite
    hidden_tests: int = 0  # of a kit: how many there are elsewhere

    @property
    def task(self) -> str:
        """What a candidate is told."""
        return _text(self.folder / "README.md", self.slug)

    @property
    def starter(self) -> str:
        """The file that a candidate begins with."""
        return _text(self.folder / "starter.py", self.slug)

    def modules(self) -> tuple[tuple[str, bytes], ...]:
        """The names and sources of the modules that the candidate's file can import.

        Raises:
            ExerciseError: one of them has a name that no module of an exercise can have.
        """
        paths = sorted((self.folder / INSIDE).glob("*.py"))
        for path in paths:
            if not path.stem.isidentifier() or path.stem in _TAKEN:
                raise ExerciseError(
                    f"Exercise {self.slug!r} has a module with a name that is taken: {path.stem!r}.",
                    code="broken-exercise",
                    remedy=f"Its author must rename {self.slug}/{INSIDE}/{path.name}.",
                )
        return tuple((path.stem, path.read_bytes()) for path in paths)

    def digest(self) -> str:
        """A SHA-256 over the names and contents of all that decides a score."""
        return digest(self._files(MANIFEST, SHARED, INSIDE, *SUITES))

    def suite_digest(self) -> str:
        """The same over the tests alone, and what they share and put beside the candidate's file."""
        return digest(self._files(SHARED, INSIDE, *SUITES))

    def _files(self, *names: str) -> Iterator[tuple[str, Path]]:
        for name in names:
            root = self.folder / name
            for path in [root] if root.is_file() else sorted(root.rglob("*.py")):
                yield str(path.relative_to(self.folder)), path


def root(named: str | None = None) -> Path:
    """The folder with the exercises: `named`, else `GRADE_EXERCISES`, else those that came with us.

    Raises:
        UsageError: it is no folder.
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
    """The exercise of that name.

    Raises:
        UsageError: there is none; the message suggests the nearest.
        ExerciseError: it is broken.
    """
    return load(named(slug, folder))


def named(slug: str, folder: Path) -> Path:
    """Where the exercise of that name is, be it broken or not.

    Raises:
        UsageError: there is none; the message suggests the nearest.
    """
    known = slugs(folder)
    if slug not in known:
        near = difflib.get_close_matches(slug, known, 1, 0.4)
        raise UsageError(
            f"There is no exercise {slug!r}.",
            code="unknown-exercise",
            remedy=f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}.",
        )
    return folder / slug


def kit(folder: Path) -> Exercise | None:
    """The kit that `folder` itself is, if it is one; somebody has to have named it.

    Raises:
        ExerciseError: it is one, and broken.
    """
    try:
        manifest = _parsed(content(folder / MANIFEST, _MOST_BYTES))
    except (Unreadable, ValueError):
        return None
    return load(folder) if "kit" in manifest else None


def kit_of(folder: Path) -> str | None:
    """The name of the exercise whose kit `folder` says it is; that of one that may be anywhere, or nowhere.

    The folder may be a stranger's. So this one line is all that is looked at, and it decides nothing but a
    name: a kit's tests are run where somebody named the folder, and never because of where they lie.
    """
    try:
        found = _KIT.search(content(folder / MANIFEST, _MOST_BYTES, follow=False))
    except Unreadable:
        return None
    return found[1].decode("ascii") if found else None


def load(folder: Path) -> Exercise:
    """Reads the manifest in `folder`.

    Raises:
        ExerciseError: it cannot be read, or is not what the schema asks for.
    """
    slug = folder.name
    try:
        written = content(folder / MANIFEST, _MOST_BYTES)
        manifest = _parsed(written)
    except Unreadable as exc:
        raise _broken(slug, str(exc)) from None
    except ValueError as exc:
        raise _broken(slug, f"is not valid TOML: {exc}") from None
    _validate(slug, written, manifest)
    limits = manifest["limits"]
    for key, value in limits.items():
        # JSON Schema takes 256.0 for an integer, and knows no other numbers than finite ones.
        if not math.isfinite(value) or (key not in _IN_SECONDS and type(value) is not int):
            raise _broken(
                slug, f"is wrong at limits.{key}: {value} is not a number of that kind", written, key
            )
    optional = {
        field: limits[key] * factor
        for key, field, factor in (
            ("total_seconds", "total_seconds", 1),
            ("processes", "processes", 1),
            ("output_kb", "output_bytes", 1 << 10),
            ("source_kb", "source_bytes", 1 << 10),
            ("disk_mb", "disk_bytes", 1 << 20),
        )
        if key in limits
    }
    return Exercise(
        slug=manifest.get("kit", slug),
        folder=folder,
        title=manifest["title"],
        version=manifest["version"],
        summary=manifest["summary"],
        names=tuple(manifest.get("names", ())),
        points=manifest["points"],
        bonus_points=manifest["bonus_points"],
        libraries=tuple(manifest.get("libraries", ())),
        loopback=manifest.get("loopback", False),
        limits=Limits(
            cpu_seconds=limits["cpu_seconds"],
            wall_seconds=limits["wall_seconds"],
            memory_bytes=limits["memory_mb"] << 20,
            **optional,
        ),
        is_kit="kit" in manifest,
        hidden_tests=manifest.get("hidden_tests", 0),
    )


def _parsed(written: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(written.decode("utf-8"))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def asked_for(source: bytes, folder: Path) -> list[Exercise]:
    """The exercises all of whose names `source` seems to define, found by looking at its lines only."""
    defined = set(re.findall(rb"^(?:async[ \t]+def|def|class)[ \t]+(\w+)|^(\w+)[ \t]*[:=]", source, re.M))
    names = {name.decode("utf-8", "replace") for pair in defined for name in pair if name}
    known = catalogue(folder)
    return [exercise for exercise in known if exercise.names and names.issuperset(exercise.names)]


def _validate(slug: str, content: bytes, manifest: dict[str, Any]) -> None:
    """Holds the manifest against the schema; a stamp in the cache remembers that this content passed."""
    schema = package("schemas/exercise.schema.json").read_bytes()
    stamp = cache() / "valid" / hashlib.sha256(schema + content).hexdigest()
    if stamp.exists():
        return
    import jsonschema

    errors = sorted(
        jsonschema.Draft202012Validator(json.loads(schema)).iter_errors(manifest),
        key=lambda error: list(map(str, error.absolute_path)),
    )
    if errors:
        error = errors[0]
        where = ".".join(map(str, error.absolute_path)) or "the top level"
        keys = [key for key in error.absolute_path if isinstance(key, str)]
        what = f"is wrong at {where}: {error.message}"
        raise _broken(slug, what, content, keys[-1] if keys else "", _cure(error.validator, error.schema))
    try:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.touch()
    except OSError:
        pass  # without a cache it is checked each time


def _cure(broken_rule: str, schema: dict[str, Any]) -> str:
    """What a value must be, from the part of the schema that it breaks."""
    if broken_rule == "required":
        return f"What must be there is {', '.join(schema['required'])}."
    if broken_rule == "additionalProperties":
        return f"What may be there is {', '.join(schema['properties'])}."
    about = schema.get("description", "")
    return f"What belongs there: {about}" if about else ""


def _broken(slug: str, what: str, content: bytes = b"", key: str = "", cure: str = "") -> ExerciseError:
    lines = content.decode("utf-8", "replace").splitlines()
    found = [number for number, line in enumerate(lines, 1) if key and re.match(rf"\s*{key}\s*=", line)]
    place = f", line {found[0]}" if len(found) == 1 else ""
    return ExerciseError(
        f"The manifest of exercise {slug!r} {what}.",
        code="broken-manifest",
        remedy=f"Its author must mend {slug}/{MANIFEST}{place}. {cure}".strip(),
    )


def _text(path: Path, slug: str) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise ExerciseError(
            f"Exercise {slug!r} has no readable {path.name} ({exc}).",
            code="broken-exercise",
            remedy="Its author must supply it.",
        ) from None
