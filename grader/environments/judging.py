"""What the judge of an exercise runs on: the interpreter that it asks for, and the libraries of its lock."""

from __future__ import annotations

from dataclasses import dataclass

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

    folder = installed.build(environment, python.minor, progress)
    return JudgingPlace(program, str(folder.libraries), folder.modules)
