"""An exercise's environment as its manifest states it: interpreter, libraries, content of Docker's image."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..machine.regular import Unreadable, content, utf8

LOCK = "environment.lock"
# The first line of a lock, and what follows it there.
_FOR = "# Written by `grade lock` for: "
# The minor versions of Python 3 that the grader knows; a later one has to be tried first.
MINORS = range(11, 16)
# More than any interpreter's last number.
_PATCHES = 64
_MOST_BYTES = 1 << 20
_CLAUSE = re.compile(r"\s*(>=|<=|==|!=|~=|<|>)\s*3((?:\.\d{1,3}){0,2})(\.\*)?\s*")
# A name with extras, versions and a marker; no address, no path and no option.
_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[\w\s.,-]*\])?\s*"
    r"(?:\(?[<>=!~][\w\s.,*+!<>=~-]*\)?)?\s*(?:;[^@\\]*)?"
)

# By these a suite drives what the candidate wrote with them. Where it only computes with a library, as with
# NumPy, or compares, that is not one of them: what the sandbox says of its own answers is worth nothing.
FRAMEWORKS = (
    "aiohttp", "aioresponses", "bottle", "click", "django", "falcon", "fastapi", "flask", "httpx",
    "litestar", "loguru", "peewee", "pytest_flask", "quart", "requests", "requests_mock", "responses",
    "respx", "sqlalchemy", "sqlmodel", "starlette", "structlog", "typer", "webtest",
)  # fmt: skip

Version = tuple[int, int, int]


class BadEnvironment(Exception):
    """The error for an unusable table; the text ends a sentence that begins with the manifest."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment that an exercise requires; an empty field means the default."""

    python: str = ""  # which interpreters fit, such as ">=3.12"
    requirements: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()  # of Debian, in Docker's image
    base: str = ""  # the image that Docker's is made from
    lock: str = ""  # the text of the lock, as it lies beside the manifest
    frameworks: tuple[str, ...] = FRAMEWORKS  # the libraries whose names in suites mean the sandbox's

    @property
    def needs_docker(self) -> bool:
        """Whether only Docker can provide it, as it asks for packages or a base image."""
        return bool(self.packages or self.base)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the required libraries, without versions."""
        found = map(_REQUIREMENT.fullmatch, self.requirements)
        return tuple(match["name"] for match in found if match)

    @property
    def lock_digest(self) -> str | None:
        """The SHA-256 of the lock; None if there is nothing to lock."""
        return hashlib.sha256(self.lock.encode()).hexdigest() if self.requirements else None

    @property
    def first_line(self) -> str:
        """The first line of a lock that belongs to this environment."""
        what = "\n".join((self.python, *self.requirements))
        return f"{_FOR}{hashlib.sha256(what.encode()).hexdigest()}\n"

    @property
    def is_locked(self) -> bool:
        """Whether the lock belongs to the current requirements and `python`."""
        return not self.requirements or self.lock.startswith(self.first_line)

    def fits(self, version: Version) -> bool:
        """Whether an interpreter of this version satisfies `python`."""
        return all(_holds(clause, version) for clause in filter(None, self.python.split(",")))

    def minors(self) -> tuple[int, ...]:
        """The minor versions of Python 3 of which some patch release fits."""
        return tuple(
            minor for minor in MINORS if any(self.fits((3, minor, patch)) for patch in range(_PATCHES))
        )


def read(table: dict[str, Any], folder: Path) -> Environment:
    """Reads the environment from a manifest's table; files that it names lie in `folder`.

    Raises:
        BadEnvironment: something in it has no meaning, or cannot be read.
    """
    python = table.get("python", "")
    if python and not all(map(_CLAUSE.fullmatch, python.split(","))):
        raise BadEnvironment(f"is wrong at environment.python: {python!r} is no list such as '>=3.12,<3.14'")
    given = table.get("requirements", [])
    requirements = _listed(given, folder) if isinstance(given, str) else given
    for line in requirements:
        if not _REQUIREMENT.fullmatch(line):
            raise BadEnvironment(
                f"is wrong at environment.requirements: {line!r} is not the name of a package, with versions "
                "or without; addresses, paths and options are not taken"
            )
    lock = ""
    if requirements:
        try:
            lock = content(folder / LOCK, _MOST_BYTES).decode("utf-8")
        except (Unreadable, UnicodeDecodeError):
            pass  # it is said when it is needed
    environment = Environment(
        python, tuple(requirements), tuple(table.get("packages", ())), table.get("base", ""), lock,
        tuple(table.get("frameworks", FRAMEWORKS)),
    )  # fmt: skip
    if not environment.minors():
        known = f"3.{MINORS[0]} to 3.{MINORS[-1]}"
        raise BadEnvironment(f"is wrong at environment.python: none of {known} is {python}")
    return environment


def _listed(name: str, folder: Path) -> list[str]:
    """The requirements in a file beside the manifest, one on each line."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise BadEnvironment(f"is wrong at environment.requirements: {name!r} is not within the exercise")
    try:
        text = utf8(path, _MOST_BYTES)
    except Unreadable as exc:
        raise BadEnvironment(f"names {name!r} for its requirements, which {exc}") from None
    lines = [re.sub(r"(^|\s)#.*", "", line).strip() for line in text.splitlines()]
    return [line for line in lines if line]


def _holds(clause: str, version: Version) -> bool:
    """Whether `version` satisfies one clause such as `>=3.12`, by the rules for package versions."""
    match = _CLAUSE.fullmatch(clause)
    assert match is not None
    operator, numbers, star = match.groups()
    named = (3, *map(int, numbers.split(".")[1:]))
    beginning = version[: len(named)]
    padded = named + (0,) * (3 - len(named))
    if star:
        return (beginning == named) == (operator == "==")
    if operator == "~=":
        return version >= padded and version[: len(named) - 1] == named[:-1]
    return {
        ">=": version >= padded,
        "<=": version <= padded,
        "==": version == padded,
        "!=": version != padded,
        "<": version < padded,
        ">": version > padded,
    }[operator]
