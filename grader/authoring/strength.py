"""How strong the suites are: which mutants of the accepted submissions they tell from the original."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..exercises import Exercise
from ..report import Report, Verdict
from ..sandboxes.base import Sandbox
from ..side_by_side import outcomes
from ..submission import Submission
from ..submit import Order
from .finding import Finding
from .mutants import EQUIVALENT, Equivalent, Mutant, equivalents, mutants
from .rules import Graded

# Of the mutants that are not equivalent, this share must be killed.
LEAST_KILLED = 0.95


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant, and the tests that told it from the original, or what broke the suite on it."""

    mutant: Mutant
    killers: tuple[str, ...]
    report: Report | None  # None where the suite broke


def trials(
    exercise: Exercise, accepted: Sequence[Graded], sandbox: Sandbox, *, seed: int, jobs: int,
    on_done: Callable[[int, int], None],
) -> list[Trial]:  # fmt: skip
    """Grades all mutants of the accepted submissions, each until a test fails that the original passed."""
    bred = [
        (mutant, _passed(held.report))
        for held in accepted
        for mutant in mutants(held.sample.name, held.sample.submission.source.decode("utf-8"))
    ]
    orders = [
        Order(Submission(mutant.submission, mutant.source.encode()), exercise, seed=seed, decisive=passed)
        for mutant, passed in bred
    ]
    found = []
    for (mutant, passed), outcome in zip(bred, outcomes(orders, sandbox, jobs, on_done), strict=True):
        if isinstance(outcome, Report):
            killers = _not_passed(outcome) & set(passed)
            found.append(Trial(mutant, tuple(sorted(killers)), outcome))
        else:
            found.append(Trial(mutant, (str(outcome),), None))
    return found


def strength(exercise: Exercise, tried: Sequence[Trial]) -> Finding:
    """What share was killed, which survive, and whether the list of the equivalent ones is right."""
    listed = equivalents(exercise)
    survivors = [trial.mutant for trial in tried if not trial.killers]
    excused = [mutant for mutant in survivors if any(entry.fits(mutant) for entry in listed)]
    left = [mutant for mutant in survivors if mutant not in excused]
    counted = len(tried) - len(excused)
    share = 1 - len(left) / counted if counted else 1.0
    faults = [_wrong_entry(entry, tried) for entry in listed]
    faults += [f"The suite breaks on a mutant: {trial.killers[0]}" for trial in tried if trial.report is None]
    if share < LEAST_KILLED:
        faults.append(
            f"Only {share:.1%} of the mutants are killed, {LEAST_KILLED:.0%} must be: mend the suite for "
            f"those that survive, or list in {EQUIVALENT} what no allowed input can tell from the original."
        )
    summary = f"{share:.1%} of {counted} killed; {len(left)} survive, and {len(excused)} more are equivalent"
    notes = [f"survives:\n{mutant.diff}" for mutant in left]
    return Finding("mutants", summary, tuple(filter(None, faults)), tuple(notes))


def again_in_full(
    exercise: Exercise, tried: Sequence[Trial], sandbox: Sandbox, *, seed: int, jobs: int,
    on_done: Callable[[int, int], None],
) -> list[Report]:  # fmt: skip
    """The reports on all killed mutants with every test run, to see which of them fail a certain one."""
    killed = [trial.mutant for trial in tried if trial.killers and trial.report is not None]
    orders = [
        Order(Submission(held.submission, held.source.encode()), exercise, seed=seed) for held in killed
    ]
    return [held for held in outcomes(orders, sandbox, jobs, on_done) if isinstance(held, Report)]


def _wrong_entry(entry: Equivalent, tried: Sequence[Trial]) -> str:
    fitting = [trial for trial in tried if entry.fits(trial.mutant)]
    what = f"equivalent.toml, {entry.submission}, {entry.becomes.strip()!r}"
    if not fitting:
        return f"{what}: there is no such mutant. Take the entry out."
    killers = [name for trial in fitting for name in trial.killers]
    if len(killers) and all(trial.killers for trial in fitting):
        return f"{what}: {killers[0]} kills it, so it is not equivalent. Take the entry out."
    return ""


def _passed(report: Report) -> tuple[str, ...]:
    return tuple(check.test.id for check in report.checks if check.verdict is Verdict.PASSED)


def _not_passed(report: Report) -> set[str]:
    return {
        check.test.id for check in report.checks if check.verdict not in (Verdict.PASSED, Verdict.NOT_RUN)
    }
