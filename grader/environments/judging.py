"""The interpreter and the libraries that the judge of an exercise runs with."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from ..errors import InfrastructureError
from ..exercises.environment import Environment
from ..exercises.exercise import Exercise
from ..report import Announce
from . import installed, locks, pythons


@dataclass(frozen=True, slots=True)
class JudgingPlace:
    """Where suites run: the interpreter and the library folder; an empty one means the grader's own.

    `modules` are the modules of the libraries that the exercise requires, to be imported ahead.
    """

    python: str = ""
    libraries: str = ""
    modules: tuple[str, ...] = ()


def place(exercise: Exercise, progress: Announce) -> JudgingPlace:
    """Finds the interpreter and the library folder for an exercise's suites; installs libraries if needed.

    Raises:
        ExerciseError: its requirements are not locked.
        InfrastructureError: the interpreter or the libraries cannot be had here.
    """
    environment = locks.locked(exercise)
    if environment is None or not (environment.python or environment.requirements):
        return JudgingPlace()
    python = pythons.fitting(environment)
    program = "" if python.is_ours else python.program
    if not environment.requirements:
        return JudgingPlace(program)
    folder = _folder(environment, python.minor, progress)
    return JudgingPlace(program, str(folder.libraries), folder.modules)


def libraries_here(exercise: Exercise, progress: Announce) -> str:
    """The exercise's library folder for the running interpreter; empty if it requires none.

    Raises:
        ExerciseError: its requirements are not locked.
        InfrastructureError: this interpreter does not fit, or the libraries cannot be had.
    """
    environment, here = locks.locked(exercise), pythons.ours()
    if environment is None or not environment.requirements:
        return ""
    if not environment.fits(here.version):
        raise InfrastructureError(
            f"This is Python {'.'.join(map(str, here.version))}; the exercise asks for {environment.python}.",
            code="no-interpreter", remedy="Run pytest with such a Python, or use `grade submit`.",
        )  # fmt: skip
    return str(_folder(environment, here.minor, progress).libraries)


def _folder(environment: Environment, minor: str, progress: Announce) -> installed.BuiltFolder:
    """The installed folder for Python `minor` on this system; installs it if needed."""
    target = installed.Target(minor, sys.platform)
    try:
        return installed.built(environment, target)
    except installed.NotBuilt:
        from . import install  # seldom needed, and slow to import

        return install.build(environment, target, progress)
