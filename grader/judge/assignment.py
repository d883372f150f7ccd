"""The two messages that tell a judge its work: the suites (shared by submissions) and the assignment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..exercises.code_rules import NO_RULES, CodeRules
from ..limits import Limits


@dataclass(frozen=True, slots=True)
class Suites:
    """The suites of one exercise: folders below `folder`, and the limits and rules for tests and files.

    They run on the interpreter `python` and import from the folder `libraries`; empty values mean those of
    the grader. What they import from `frameworks`, as far as the libraries have these, is the sandbox's.
    """

    folder: str
    names: tuple[str, ...]
    limits: Limits
    is_program: bool = False  # whether the candidate's file is only ever run as one
    package: str = ""  # the name by which they import the solution, beside `solution`
    rules: CodeRules = NO_RULES
    python: str = ""
    libraries: str = ""
    frameworks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """The part of a judge's instructions that differs between gradings of the same exercise.

    The first test in `decisive` (ids) that does not pass ends the run. Each test may take `patience` times
    its limits of CPU and elapsed time. The tests are divided into `portions`, and the judge runs the one
    numbered `portion`, from 0. With `in_full` no test is cut short.
    """

    seed: int
    visible_only: bool = False
    decisive: tuple[str, ...] = ()
    patience: float = 1.0
    portion: int = 0
    portions: int = 1
    in_full: bool = False


def suites_from(document: dict[str, Any]) -> Suites:
    """Rebuilds `Suites` from the result of `asdict` after a trip through JSON."""
    rules = document["rules"]
    return Suites(
        document["folder"],
        tuple(document["names"]),
        Limits(**document["limits"]),
        document["is_program"],
        document["package"],
        CodeRules(tuple(rules["forbid"]), rules["because"], rules["reject_broken"]),
        document["python"],
        document["libraries"],
        tuple(document["frameworks"]),
    )


def assignment_from(document: dict[str, Any]) -> Assignment:
    """Rebuilds an `Assignment` from the result of `asdict` after a trip through JSON."""
    return Assignment(**{**document, "decisive": tuple(document["decisive"])})
