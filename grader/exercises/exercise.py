"""An exercise as its manifest describes it: a folder with a task, suites and sample submissions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import ExerciseError
from ..limits import Limits
from ..machine.digests import digest
from ..machine.regular import Unreadable, content
from ..text import quoted
from .code_rules import NO_RULES, CodeRules
from .demands import Demands
from .environment import FRAMEWORKS, LOCK, Environment

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
# The files that are in the current folder while it runs.
GIVEN = "files"
_MOST_GIVEN_BYTES, _MOST_GIVEN = 64 << 20, 1000
_PAGE_BYTES = 4 << 10
# Names of modules that mean something else inside.
TAKEN = frozenset({"solution", "worker", "grader", *sys.stdlib_module_names})


def is_shipped(test: str) -> bool:
    """Whether candidates receive the test with that id."""
    return test.startswith(tuple(f"{folder}/" for folder in SHIPPED))


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise as its manifest describes it."""

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
    demands: Demands = field(default_factory=Demands)
    environment: Environment | None = None  # None if the defaults suffice
    is_kit: bool = False  # it is a kit for candidates, without a hidden suite
    hidden_tests: int = 0  # for a kit: the number of hidden tests in the exercise
    is_program: bool = False  # whether solutions are run as programs and never imported
    rules: CodeRules = NO_RULES
    side_by_side: int = 1  # how many sandboxes may run the tests of one submission at the same time

    @property
    def wants_tests(self) -> bool:
        """Whether submissions are tests, which pytest runs in the sandbox."""
        return "pytest" in self.libraries

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The libraries whose names in the suites mean the sandbox's, as far as there are these."""
        if self.environment is not None and self.environment.requirements:
            return self.environment.frameworks
        return tuple(name for name in FRAMEWORKS if name in self.libraries)

    @property
    def task(self) -> str:
        """The task's text: README.md, and the rules that the manifest adds."""
        written = _text(self.folder / "README.md", self.slug)
        rules = "" if self.is_kit else self.rules.task()  # a kit's README.md contains them already
        return f"{written.rstrip()}\n\n{rules}" if rules else written

    @property
    def starter_path(self) -> Path | None:
        """The folder `starter` or the file starter.py; None if there is neither."""
        folder, file = self.folder / "starter", self.folder / "starter.py"
        return folder if folder.is_dir() else file if file.is_file() else None

    @property
    def starter(self) -> str:
        """The text of the starter; several files are joined."""
        path = self.starter_path or self.folder / "starter.py"
        paths = [one for one in _files_in(path) if one.suffix == ".py"] if path.is_dir() else [path]
        return "\n".join(_text(one, self.slug) for one in paths)

    def beginning(self) -> dict[str, bytes]:
        """The files that a candidate begins with, by name: the starter and the given files.

        Raises:
            ExerciseError: there is no starter that can be read.
        """
        path = self.starter_path
        if path is None or path.is_file():
            return dict(self.files()) | {f"{self.slug}.py": self.starter.encode()}
        files = dict(self.files()) | {
            one.relative_to(path).as_posix(): one.read_bytes() for one in _files_in(path) if one.is_file()
        }
        return {f"{self.slug}/{name}": content for name, content in files.items()}

    def modules(self) -> tuple[tuple[str, bytes], ...]:
        """The names and sources of the modules that the candidate's file can import.

        Raises:
            ExerciseError: one of them has a name that no module of an exercise can have.
        """
        paths = sorted((self.folder / INSIDE).glob("*.py"))
        for path in paths:
            if not path.stem.isidentifier() or path.stem in TAKEN:
                raise ExerciseError(
                    f"Exercise {self.slug!r} has a module with a name that is taken: {path.stem!r}.",
                    code="broken-exercise",
                    remedy=f"Its author must rename {self.slug}/{INSIDE}/{path.name}.",
                )
        return tuple((path.stem, path.read_bytes()) for path in paths)

    def files(self) -> tuple[tuple[str, bytes], ...]:
        """The names and contents of the given files, which lie beside every submission.

        Raises:
            ExerciseError: one of them is not a file, or all are too large together.
        """
        root = self.folder / GIVEN
        if not root.is_dir():
            return ()
        found: list[tuple[str, bytes]] = []
        room = _MOST_GIVEN_BYTES
        for path in _files_in(root):
            name = path.relative_to(root).as_posix()
            try:
                found.append((name, content(path, room, follow=False)))
            except Unreadable as exc:
                raise _broken_file(self.slug, name, str(exc)) from None
            room -= len(found[-1][1])
        if len(found) > _MOST_GIVEN:
            raise _broken_file(self.slug, found[-1][0], f"is one of more than {_MOST_GIVEN}")
        return tuple(found)

    @property
    def scratch_bytes(self) -> int:
        """The size of /tmp: what a test may write, the given files, and a submission's files."""
        root = self.folder / GIVEN
        sizes = [path.lstat().st_size for path in _files_in(root)] if root.is_dir() else []
        placed = sum(-(-size // _PAGE_BYTES) * _PAGE_BYTES + _PAGE_BYTES for size in sizes)
        return self.limits.disk_bytes + placed + self.demands.scratch_bytes

    def digest(self) -> str:
        """A SHA-256 over the names and contents of all files that affect a score."""
        return digest(self._files(MANIFEST, LOCK, SHARED, INSIDE, GIVEN, *SUITES, *_OF_CASES))

    def suite_digest(self) -> str:
        """A SHA-256 over the tests, their shared code, and the files put beside the submission."""
        return digest(self._files(SHARED, INSIDE, GIVEN, *SUITES, *_OF_CASES))

    def _files(self, *names: str) -> Iterator[tuple[str, Path]]:
        for name in names:
            root = self.folder / name
            if name == GIVEN:
                paths = _files_in(root)
            elif root.is_file():
                paths = [root]
            else:
                patterns = ("*.in", "*.ans") if name in _OF_CASES else ("*.py",)
                paths = sorted(path for pattern in patterns for path in root.rglob(pattern))
            for path in paths:
                yield str(path.relative_to(self.folder)), path


def _files_in(root: Path) -> list[Path]:
    """All files and links below `root`, except those that Python or macOS generates."""
    return sorted(
        path
        for path in root.rglob("*")
        if (path.is_symlink() or not path.is_dir())
        and not {"__pycache__", ".DS_Store"} & set(path.relative_to(root).parts)
    )


def _broken_file(slug: str, name: str, what: str) -> ExerciseError:
    return ExerciseError(
        f"The file {quoted(name)} that exercise {slug!r} gives {what}.",
        code="broken-exercise",
        remedy=f"Its author must mend {slug}/{GIVEN}/.",
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
