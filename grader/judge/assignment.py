"""What a judge is told to do: the suites, which submissions share, and the assignment, which is for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..exercises.code_rules import NO_RULES, CodeRules
from ..limits import Limits


@dataclass(frozen=True, slots=True)
class Suites:
    """The suites of one exercise: folders below `folder`, and what tests and files must keep to.

    They run on the interpreter `python`, and import from the folder `libraries`; where these are empty, on
    and from what the grader runs with.
    """

    folder: str
    names: tuple[str, ...]
    limits: Limits
    is_program: bool = False  # whether the candidate's file is only ever run as one
    package: str = ""  # the name by which they import the solution, beside `solution`
    rules: CodeRules = NO_RULES
    python: str = ""
    libraries: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a judge is told of one grading: all that other gradings of the exercise do not share.

    The first of the `decisive` tests, given by their ids, that does not pass ends the run; each test may take
    `patience` times its limits of CPU and elapsed time. Of so many `portions` of the tests the judge runs the
    one with the number `portion`, counted from 0; `in_full`, it cuts no test short.
    """

    seed: int
    visible_only: bool = False
    decisive: tuple[str, ...] = ()
    patience: float = 1.0
    portion: int = 0
    portions: int = 1
    in_full: bool = False


def suites_from(document: dict[str, Any]) -> Suites:
    """The suites that `asdict` took apart, with JSON in between."""
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
    )


def assignment_from(document: dict[str, Any]) -> Assignment:
    """The assignment that `asdict` took apart, with JSON in between."""
    return Assignment(**{**document, "decisive": tuple(document["decisive"])})
