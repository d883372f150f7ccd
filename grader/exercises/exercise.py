"""One exercise as its manifest describes it: a folder with a task text, suites and submissions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import ExerciseError
from ..limits import Limits
from ..machine.digests import digest

MANIFEST = "exercise.toml"
SUITES = ("visible", "hidden")
# Cases of a program: an input and the output that is wanted, as two files; and what else is said of them.
SAMPLES, SECRETS = "cases/sample", "cases/secret"
CASES = "cases.toml"
# The folders whose tests candidates are given, and the others.
SHIPPED, HIDDEN = ("visible", SAMPLES), ("hidden", SECRETS)
# What the suites share, and the modules that lie beside the candidate's file.
SHARED = "conftest.py"
INSIDE = "inside"
_OF_CASES = (CASES, SAMPLES, SECRETS)
# Names of modules that mean something else inside.
_TAKEN = frozenset({"solution", "worker", "grader", *sys.stdlib_module_names})


def is_shipped(test: str) -> bool:
    """Whether candidates are given the test with that id."""
    return test.startswith(tuple(f"{folder}/" for folder in SHIPPED))


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
    is_program: bool = False  # whether a solution is run as one, and never imported

    @property
    def task(self) -> str:
        """The text of README.md, which tells candidates what to do."""
        return _text(self.folder / "README.md", self.slug)

    @property
    def starter(self) -> str:
        """The text of starter.py, the file that candidates begin with."""
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
        return digest(self._files(MANIFEST, SHARED, INSIDE, *SUITES, *_OF_CASES))

    def suite_digest(self) -> str:
        """A SHA-256 over the tests, and what they share and put beside the candidate's file."""
        return digest(self._files(SHARED, INSIDE, *SUITES, *_OF_CASES))

    def _files(self, *names: str) -> Iterator[tuple[str, Path]]:
        for name in names:
            root = self.folder / name
            patterns = ("*.in", "*.ans") if name in _OF_CASES else ("*.py",)
            found = [path for pattern in patterns for path in root.rglob(pattern)]
            for path in [root] if root.is_file() else sorted(found):
                yield str(path.relative_to(self.folder)), path


def _text(path: Path, slug: str) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise ExerciseError(
            f"Exercise {slug!r} has no readable {path.name} ({exc}).",
            code="broken-exercise",
            remedy="Its author must supply it.",
        ) from None
