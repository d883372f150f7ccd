"""Locked libraries installed as folders in the cache, one for each lock and target.

A sandbox always runs Linux. Where the grader does not, as on a Mac with Docker Desktop, the judge has a
folder of its own, with the wheels of the same versions for its system.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import InfrastructureError
from ..exercises.environment import Environment
from ..machine.capacity import machine
from ..machine.paths import cache

LINUX = "linux"
# The file beside the libraries that describes them; a folder without it is not finished.
ABOUT = "about.json"


@dataclass(frozen=True, slots=True)
class Target:
    """For what libraries are installed: a minor version of Python, a system and a processor."""

    minor: str
    system: str = LINUX  # a value of `sys.platform`
    processor: str = field(default_factory=machine)

    @property
    def is_here(self) -> bool:
        """Whether this machine could run what is installed for it."""
        return (self.system, self.processor) == (sys.platform, machine())


@dataclass(frozen=True, slots=True)
class BuiltFolder:
    """A folder with locked libraries, installed for one minor version of Python."""

    path: Path
    minor: str
    requirements: tuple[str, ...]
    modules: tuple[str, ...]  # of the libraries that are required by name: what is imported ahead
    digest: str = ""

    @property
    def libraries(self) -> Path:
        """The folder from which the libraries can be imported."""
        return self.path / "lib"


def built(environment: Environment, target: Target) -> BuiltFolder:
    """The installed folder for `environment` and `target`.

    Raises:
        NotBuilt: it has to be built first.
    """
    folder = _read(place(environment, target))
    if folder is None:
        raise NotBuilt(
            f"Libraries for submissions are not installed yet for Python {target.minor}: "
            f"{', '.join(environment.names)}.",
            code="not-built",
            remedy="Run `grade setup`, with the exercise's name if it has libraries of its own.",
        )
    return folder


class NotBuilt(InfrastructureError):
    """The error for libraries that are not installed yet."""


def everything() -> list[BuiltFolder]:
    """All installed folders."""
    found = map(_read, sorted(root().glob("*")))
    return [folder for folder in found if folder is not None]


def root() -> Path:
    """The folder of all installed folders."""
    return cache() / "environments"


def place(environment: Environment, target: Target) -> Path:
    """The path of the folder for `environment` and `target`, whether it is installed or not."""
    digest = environment.lock_digest
    assert digest is not None
    name = f"{digest[:32]}-{target.minor}-{target.processor}"
    return root() / (name if target.system == LINUX else f"{name}-{target.system}")


def _read(place: Path) -> BuiltFolder | None:
    """The installed folder at `place`; None if there is none."""
    try:
        about = json.loads((place / ABOUT).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return BuiltFolder(
        place, about["minor"], tuple(about["requirements"]), tuple(about["modules"]), about["digest"]
    )
