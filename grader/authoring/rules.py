"""Decides from the reports on its submissions whether an exercise is sound; runs nothing itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..errors import GraderError
from ..grading.many import Outcome
from ..limits import Limits
from ..report import NOT_TRIED, Check, Report, Verdict, Visibility
from ..text import counted
from .finding import Finding
from .samples import KINDS, Sample, broken_promises, failures, name_of

# The slowest accepted submission may need a third of the CPU time, and a slow one must need twice as much.
TIGHT = 1 / 3
WIDE = 2.0
_BEYOND = (Verdict.TIMEOUT, Verdict.MEMORY, Verdict.OUTPUT)


@dataclass(frozen=True, slots=True)
class Graded:
    """A submission of the exercise and the report on it."""

    sample: Sample
    report: Report


def suites(report: Report) -> Finding:
    """The finding that counts tests and points, and asks for at least one visible and one hidden test."""
    assert report.score is not None
    hidden = sum(check.test.visibility is Visibility.HIDDEN for check in report.checks)
    points, tests = counted(report.score.max_points, "point"), counted(len(report.checks), "test")
    bonus = f" and {counted(report.score.max_bonus, 'bonus point')}" if report.score.max_bonus else ""
    summary = f"{points}{bonus} in {tests}, {hidden} of them hidden"
    faults = [] if hidden else ["There is no hidden test: add hidden/test_*.py."]
    if hidden == len(report.checks):
        faults.append("There is no visible test, so a candidate sees no failure: add visible/test_*.py.")
    return Finding("points", summary, tuple(faults))


def promises(graded: Sequence[Graded], faults: Sequence[str]) -> list[Finding]:
    """One finding for each kind of submission: whether they behave as folder and header promise."""
    findings = [Finding("submissions", counted(len(graded), "file"), tuple(faults))] if faults else []
    meant = {
        "accepted": "earn all base points", "partial": "earn a part", "wrong": "lose points",
        "slow": "run into a limit", "hostile": "lose points",
    }  # fmt: skip
    for kind in KINDS:
        here = [each for each in graded if each.sample.kind == kind]
        broken = [broken_promises(each.sample, each.report) for each in here]
        if here:
            kept = sum(not some for some in broken)
            sentences = tuple(sentence for some in broken for sentence in some)
            findings.append(Finding(kind, f"{kept} of {len(here)} {meant[kind]}", sentences))
        elif kind in ("accepted", "wrong"):
            findings.append(Finding(kind, "none", (f"There is no submissions/{kind}/*.py: write one.",)))
    return findings


def starter(outcome: Outcome) -> Finding:
    """The finding on whether the starter file already solves the exercise or breaks the suite."""
    if isinstance(outcome, GraderError):
        return Finding("starter", "breaks the suite", (f"starter.py: {outcome}",))
    assert outcome.score is not None
    earned = f"earns {outcome.score.points:g} of {counted(outcome.score.max_points, 'point')}"
    faults = () if failures(outcome) else ("starter.py earns all base points: take the solution out.",)
    return Finding("starter", earned, faults)


def for_nothing(reports: Mapping[str, Report]) -> Finding:
    """Finds tests that a file which solves nothing passes; `reports` are keyed by what was handed in."""
    passed: dict[str, list[str]] = {}
    in_part: dict[str, list[str]] = {}
    for attempt, report in reports.items():
        for check in report.checks:
            if check.verdict is Verdict.PASSED:
                passed.setdefault(name_of(check), []).append(attempt)
            elif check.credit:
                in_part.setdefault(name_of(check), []).append(attempt)
    faults = [
        f"{name} passes for {_some(attempts)}: put cases with other answers into the same test."
        for name, attempts in passed.items()
    ]
    faults += [
        f"{name} awards points for {_some(attempts)}: award nothing for what such an answer gets right."
        for name, attempts in in_part.items()
    ]
    return Finding("for nothing", f"{len(reports)} files that solve nothing were tried", tuple(faults))


def dead_tests(checks: Iterable[Check], failed: set[str]) -> Finding:
    """Finds hidden tests that no wrong submission fails; `failed` are the ids of tests that one did fail."""
    hidden = [check for check in checks if check.test.visibility is Visibility.HIDDEN]
    dead = sorted({name_of(check) for check in hidden if check.test.id not in failed})
    faults = [
        f"{name} is failed by no wrong submission: write one with the fault that it is there for, or drop it."
        for name in dead
    ]
    return Finding("dead tests", f"{len(dead)} of {counted(len(hidden), 'hidden test')}", tuple(faults))


def failed_by_any(reports: Iterable[Report]) -> set[str]:
    """The ids of the tests that did not pass in at least one of `reports`."""
    return {
        check.test.id
        for report in reports
        for check in report.checks
        if check.verdict is not Verdict.PASSED and check.verdict not in NOT_TRIED
    }


def margins(
    accepted: Sequence[Graded], tight: Sequence[Report], slow: Sequence[Graded], wide: Sequence[Report],
    limits: Limits,
) -> Finding:  # fmt: skip
    """Checks that the time limits are far from the accepted submissions and from the slow ones.

    `tight` are the reports on the accepted submissions with a third of the CPU time, `wide` those on the slow
    ones with twice the CPU time; only a submission that still exceeds a limit then is certainly too slow.
    """
    faults = []
    taken = [
        check.cpu_seconds
        for graded in accepted
        for check in graded.report.checks
        if check.verdict is Verdict.PASSED
    ]
    for graded, report in zip(accepted, tight, strict=True):
        ran_out = out_of_cpu_time(report)
        faults += [
            f"{graded.sample.name} needs {check.cpu_seconds:.2g} s of CPU in {name_of(check)}, above a third "
            "of the limit: raise the limit, or make the input smaller."
            for check in graded.report.checks
            if check.test.id in ran_out and check.verdict is Verdict.PASSED
        ]
    missed = 0
    for graded, report in zip(slow, wide, strict=True):
        ran_out = out_of_cpu_time(graded.report)
        if not any(check.verdict in _BEYOND for check in report.checks if check.test.id in ran_out):
            missed += 1
            faults.append(
                f"{graded.sample.name} is too slow, but with twice the time it is not: make an input larger, "
                "or lower the limit."
            )
    summary = f"at most {max(taken, default=0):.2g} s of {limits.cpu_seconds:g} s of CPU in what is accepted"
    if slow:
        summary += f"; {len(slow) - missed} of {len(slow)} that run out of it need twice as much"
    return Finding("time limits", summary, tuple(faults))


def agreement(names: Sequence[str], runs: Sequence[Sequence[Report]]) -> Finding:
    """Finds tests whose verdict on the same submission varied; `runs` has the reports for each of `names`.

    All limits count as the same verdict, since a submission that exceeds several of them may reach any one
    first.
    """
    faults = []
    for name, reports in zip(names, runs, strict=True):
        verdicts: dict[str, Counter[str]] = {}
        for report in reports:
            for check in report.checks:
                came = "beyond a limit" if check.verdict in _BEYOND else check.verdict.value
                verdicts.setdefault(check.test.id, Counter())[came] += 1
        for test, came_of in verdicts.items():
            if len(came_of) > 1:
                counts = ", ".join(
                    f"{verdict} {counted(count, 'time')}" for verdict, count in came_of.most_common()
                )
                faults.append(
                    f"{test} is not sure of {name}: {counts}. Take out what is left to chance or to the "
                    "machine."
                )
    most = max(map(len, runs), default=0)
    summary = f"{counted(len(names), 'submission')}, up to {counted(most, 'run')} each"
    return Finding("agreement", summary, tuple(faults))


def out_of_cpu_time(report: Report) -> set[str]:
    """The ids of tests that exceeded their CPU time limit, which depends on load less than elapsed time."""
    return {
        check.test.id
        for check in report.checks
        if check.verdict is Verdict.TIMEOUT and "CPU time" in check.message
    }


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
