"""Measures how strong the suites are: how many mutants of the accepted submissions they detect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..exercises.exercise import Exercise
from ..grading.many import Outcome
from ..grading.order import Order
from ..report import NOT_TRIED, Report, Verdict
from ..submissions.submission import Submission
from .finding import Finding
from .mutants import EQUIVALENT, Equivalent, Mutant, equivalents, mutants
from .rules import Graded

# Of the mutants that are not equivalent, this share must be killed.
LEAST_KILLED = 0.95

# Grades orders, and returns the outcome of each.
Run = Callable[[Sequence[Order]], list[Outcome]]


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant and the ids of the tests that detect it; the error in place of ids if it broke the suite."""

    mutant: Mutant
    killers: tuple[str, ...]
    report: Report | None  # None where the suite broke
    submission: Submission  # the submission with the change


def trials(exercise: Exercise, accepted: Sequence[Graded], seed: int, run: Run) -> list[Trial]:
    """Grades all mutants of accepted submissions, each until a test fails that the original passed."""
    pairs = [
        (mutant, submission, _passed(original.report))
        for original in accepted
        for mutant, submission in _mutated(original.sample.submission, is_program=exercise.is_program)
    ]
    orders = [Order(changed, exercise, seed=seed, decisive=passed) for _, changed, passed in pairs]
    results = []
    for (mutant, changed, passed), outcome in zip(pairs, run(orders), strict=True):
        if isinstance(outcome, Report):
            killers = _not_passed(outcome) & set(passed)
            results.append(Trial(mutant, tuple(sorted(killers)), outcome, changed))
        else:
            results.append(Trial(mutant, (str(outcome),), None, changed))
    return results


def _mutated(submission: Submission, *, is_program: bool) -> Iterator[tuple[Mutant, Submission]]:
    """Yields each mutant of each file of a submission, with the submission that contains it."""
    project = submission.project
    if project is None:
        text = submission.source.decode("utf-8")
        for mutant in mutants(submission.file, text, is_program=is_program):
            yield mutant, replace(submission, source=mutant.source.encode())
        return
    for name, content in project.files:
        if name.endswith(".py"):
            text = content.decode("utf-8")
            for mutant in mutants(f"{submission.file}/{name}", text, is_program=is_program):
                files = tuple(sorted({**dict(project.files), name: mutant.source.encode()}.items()))
                yield mutant, replace(submission, project=replace(project, files=files))


def strength(exercise: Exercise, all_trials: Sequence[Trial]) -> Finding:
    """The finding on the share of mutants killed, the surviving ones, and wrong entries in the list."""
    listed = equivalents(exercise)
    survivors = [trial.mutant for trial in all_trials if not trial.killers]
    excused = [mutant for mutant in survivors if any(entry.fits(mutant) for entry in listed)]
    unexcused = [mutant for mutant in survivors if mutant not in excused]
    counted = len(all_trials) - len(excused)
    share = 1 - len(unexcused) / counted if counted else 1.0
    faults = [_wrong_entry(entry, all_trials) for entry in listed]
    faults += [
        f"The suite breaks on a mutant: {trial.killers[0]}" for trial in all_trials if trial.report is None
    ]
    if share < LEAST_KILLED:
        faults.append(
            f"Only {share:.1%} of the mutants are killed, {LEAST_KILLED:.0%} must be: mend the suite for "
            f"those that survive, or list in {EQUIVALENT} what no allowed input can tell from the original."
        )
    summary = f"{share:.1%} of {counted} killed, {len(unexcused)} left; {len(excused)} more equivalent"
    notes = [f"survives:\n{mutant.diff}" for mutant in unexcused]
    return Finding("mutants", summary, tuple(filter(None, faults)), tuple(notes))


def again_in_full(exercise: Exercise, all_trials: Sequence[Trial], seed: int, run: Run) -> list[Report]:
    """Grades all killed mutants again with every test run, to learn which mutants each test kills."""
    killed = [trial for trial in all_trials if trial.killers and trial.report is not None]
    orders = [Order(trial.submission, exercise, seed=seed) for trial in killed]
    return [outcome for outcome in run(orders) if isinstance(outcome, Report)]


def _wrong_entry(entry: Equivalent, all_trials: Sequence[Trial]) -> str:
    fitting = [trial for trial in all_trials if entry.fits(trial.mutant)]
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
        check.test.id
        for check in report.checks
        if check.verdict is not Verdict.PASSED and check.verdict not in NOT_TRIED
    }
