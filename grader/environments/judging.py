"""What the judge of an exercise runs on: the interpreter that it asks for, and the libraries of its lock."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from ..errors import InfrastructureError
from ..exercises.exercise import Exercise
from ..report import Announce
from . import locks, pythons


@dataclass(frozen=True, slots=True)
class JudgingPlace:
    """Where suites run: `python` is a program, and `libraries` a folder; each empty where it is the grader's.

    `modules` are those of the libraries that the exercise names, to be imported ahead.
    """

    python: str = ""
    libraries: str = ""
    modules: tuple[str, ...] = ()


def place(exercise: Exercise, progress: Announce) -> JudgingPlace:
    """The interpreter and the folder with libraries for the exercise's suites; that is built if need be.

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
    from . import installed  # few exercises have libraries of their own

    folder = installed.build(environment, python.minor, progress, sys.platform)
    return JudgingPlace(program, str(folder.libraries), folder.modules)


def libraries_here(exercise: Exercise, progress: Announce) -> str:
    """The folder with the exercise's libraries for the interpreter that runs this; empty where it has none.

    Raises:
        ExerciseError: its requirements are not locked.
        InfrastructureError: this interpreter is none for it, or the libraries cannot be had.
    """
    environment, here = locks.locked(exercise), pythons.ours()
    if environment is None or not environment.requirements:
        return ""
    if not environment.fits(here.version):
        raise InfrastructureError(
            f"This is Python {'.'.join(map(str, here.version))}; the exercise asks for {environment.python}.",
            code="no-interpreter", remedy="Run pytest with such a Python, or use `grade submit`.",
        )  # fmt: skip
    from . import installed

    return str(installed.build(environment, here.minor, progress, sys.platform).libraries)
