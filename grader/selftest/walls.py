"""Proves that a sandbox is closed: a probe in the candidate's place attacks each protection from inside."""

from __future__ import annotations

from dataclasses import dataclass

from ..exercises.manifest import load
from ..grading.grade import grade
from ..grading.order import Order
from ..judge.handle import JudgeHandle
from ..machine.paths import shipped
from ..report import Check, Verdict
from ..sandboxes.base import SandboxProvider
from ..submissions.reading import read
from ..text import printable


@dataclass(frozen=True, slots=True)
class Proof:
    """The result for one protection: kind, expected effect, whether it held, and what happened if not."""

    kind: str
    sentence: str
    holds: bool
    came: str = ""


def prove(provider: SandboxProvider) -> tuple[Proof, ...]:
    """Tries all protections of a sandbox, by grading the exercise in `selftests/walls`.

    Raises:
        InfrastructureError: it does not start, or lacks a protection before anything was tried.
    """
    folder = shipped("selftests") / "walls"
    order = Order(read(str(folder / "probe.py")), load(folder))
    report = grade(order, lambda: provider, JudgeHandle())
    return tuple(map(_proof, report.checks))


def _proof(check: Check) -> Proof:
    """The proof from one test, which holds if it passed, or ended as its hint demands."""
    test = check.test
    holds = check.message == test.hint if test.hint else check.verdict is Verdict.PASSED
    came = "" if holds else f"{check.verdict.value}: {printable(check.message)}"
    return Proof(test.group, test.title, holds, came)
