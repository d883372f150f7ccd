"""Verifies an exercise: tries in sandboxes what its author promises, and reports the findings one by one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ..errors import ExerciseError, RejectedSubmission
from ..exercises.code_rules import NO_RULES
from ..exercises.exercise import SAMPLES, SECRETS, SUITES, Exercise
from ..exercises.manifest import load
from ..grading.many import Gradings, Outcome, Started, report_of
from ..grading.opening import launch
from ..grading.order import Order
from ..machine.paths import shipped
from ..report import Report
from ..sandboxes.base import SandboxProvider
from ..selftest.cheats import PROGRAMS, defining
from ..submissions.fitting import fitted, nothing_solved, standing_in
from ..submissions.reading import read
from ..submissions.submission import Submission
from . import rules
from .finding import Finding
from .giveaways import giveaways
from .parity import compare, parity
from .rules import Graded
from .samples import Sample, samples
from .strength import again_in_full, strength, trials

# Submissions that anybody can hand in without thinking, named for use in a sentence.
_CONSTANTS = ("None", "True", "False", "0", "1", "''", "[]", "()", "{}")
# If the author does not say how often, every submission is graded so often with the same seed.
_SAME = 3
# Accepted ones are also graded with as many other seeds as fit into this many seconds, between these numbers.
_SEEDS_SECONDS, _FEWEST_SEEDS, _MOST_SEEDS = 2.0, 2, 9
_EXITS = ("exits_at_import", "leaves_at_import", "exits_in_call", "leaves_in_call")


@dataclass(frozen=True, slots=True)
class VerifyPlan:
    """How to verify an exercise: where, and how thoroughly; `tell` receives sentences about the progress.

    `repeat` is how many runs of each submission must agree; None leaves that to how long its tests take. With
    `debug` a broken suite's traceback is among the findings.
    """

    sandbox: SandboxProvider
    seed: int
    jobs: int
    repeat: int | None = None
    mutants: bool = False
    parity: bool = True
    tell: Callable[[str], None] = lambda text: None
    debug: bool = False


@dataclass(frozen=True, slots=True)
class _Bench:
    """Grades batches of orders for one exercise, and reports the progress to `plan.tell`.

    Gradings are started as early as possible, before anybody waits for their results, so that no processor is
    idle while the last test of one kind sleeps until its limit.
    """

    exercise: Exercise
    plan: VerifyPlan
    gradings: Gradings

    def outcomes(self, what: str, orders: Sequence[Order] | Started) -> list[Outcome]:
        started = orders if isinstance(orders, Started) else self.gradings.start(orders)
        return started.outcomes(partial(self.progress, what))

    def reports(self, what: str, orders: Sequence[Order] | Started) -> list[Report]:
        return [report_of(outcome) for outcome in self.outcomes(what, orders)]

    def progress(self, what: str, done: int, of: int) -> None:
        self.plan.tell(f"{self.exercise.slug}: {what}, {done} of {of}")

    def order(self, submission: Submission, *, seed: int | None = None, patience: float = 1.0) -> Order:
        return Order(submission, self.exercise, self.plan.seed if seed is None else seed, patience=patience)


def verify(folder: Path, plan: VerifyPlan) -> Iterator[Finding]:
    """Verifies the exercise in `folder`; yields each finding as it is made, and stops early if one is fatal.

    Raises:
        UsageError: mutants are wanted, and their library is not installed.
        InfrastructureError: the sandbox or the judge failed.
    """
    try:
        exercise = load(folder)
    except ExerciseError as exc:
        yield Finding("manifest", "broken", (str(exc),))
        return
    yield Finding("manifest", f"version {exercise.version}", _missing(exercise))
    if exercise.environment is not None:
        try:
            plan.sandbox.prepare(plan.tell, launch(exercise, plan.tell).environment)
        except ExerciseError as exc:
            yield Finding("environment", "broken", (str(exc),))
            return
    all_samples, faults = samples(exercise)
    try:
        with Gradings(plan.sandbox, plan.jobs) as gradings:
            yield from _verify(_Bench(exercise, plan, gradings), all_samples, faults)
    except (ExerciseError, SyntaxError) as exc:
        more = tuple(getattr(exc, "__notes__", ())) if plan.debug else ()
        yield Finding("suites", "broken", (str(exc),), more)


def _verify(bench: _Bench, all_samples: Sequence[Sample], faults: Sequence[str]) -> Iterator[Finding]:
    exercise = bench.exercise
    # One submission first: a fault in the suites or points affects all of them.
    report = bench.reports("points", [bench.order(nothing_solved(exercise))])[0]
    yield rules.suites(report)
    started = bench.gradings.start(bench.order(sample.submission) for sample in _slow_first(all_samples))
    starter, for_nothing = _start_starter(bench), _start_for_nothing(bench)
    pairs = list(zip(_slow_first(all_samples), bench.outcomes("submissions", started), strict=True))
    pairs.sort(key=lambda pair: all_samples.index(pair[0]))
    graded = [Graded(sample, report_of(got)) for sample, got in pairs if not _is_turned_away(got)]
    faults = [
        *faults,
        *(f"{sample.name}: {got} Take it out." for sample, got in pairs if _is_turned_away(got)),
    ]
    accepted = [each for each in graded if each.sample.kind == "accepted"]
    margins, agreement = _Margins(bench, accepted, graded), _Agreement(bench, graded)
    yield from rules.promises(graded, faults)
    if starter is None:
        yield Finding("starter", "none")  # reported above already
    else:
        yield rules.starter(bench.outcomes("starter", starter)[0])
    names, nothing = for_nothing
    reports = bench.reports("files that solve nothing", nothing)
    yield rules.for_nothing(dict(zip(names, reports, strict=True)))
    failed = rules.failed_by_any(each.report for each in graded if each.sample.kind != "accepted")
    strong, killing = _strength(bench, accepted, failed, report) if bench.plan.mutants else (None, set())
    yield rules.dead_tests(report.checks, failed | killing)
    faults_of_words = giveaways(exercise, (check.test for check in report.checks))
    yield Finding("titles, hints", "compared with the hidden suite's literals", tuple(faults_of_words))
    yield margins.finding()
    yield agreement.finding()
    if bench.plan.parity:
        yield _parity(bench, graded)
    if strong is not None:
        yield strong


def _is_turned_away(outcome: Outcome) -> bool:
    return isinstance(outcome, RejectedSubmission)


def _missing(exercise: Exercise) -> tuple[str, ...]:
    """The faults of the exercise's folder: missing files, test files of one name, a wrong starter header."""
    slug, folder = exercise.slug, exercise.folder
    faults = []
    if not (folder / "README.md").is_file():
        faults.append(f"There is no {slug}/README.md: write it.")
    if exercise.starter_path is None:
        faults.append(f"There is no {slug}/starter.py: write it.")
    faults += [
        f"There is no {slug}/{suite}/: write that suite."
        for suite, cases in zip(SUITES, (SAMPLES, SECRETS), strict=True)
        if not (folder / suite).is_dir() and not (folder / cases).is_dir()
    ]
    names = [path.name for suite in SUITES for path in (folder / suite).rglob("test_*.py")]
    faults += [
        f"Two test files are called {name}: rename one."
        for name in sorted(set(names))
        if names.count(name) > 1
    ]
    first = f"# exercise: {slug}"
    if (folder / "starter.py").is_file() and not exercise.starter.startswith(f"{first}\n"):
        faults.append(f"{slug}/starter.py does not begin with a line `{first}`: add it.")
    return tuple(faults)


def _slow_first(all_samples: Sequence[Sample]) -> list[Sample]:
    """The samples in the order to grade them, those that take longest first."""
    return sorted(all_samples, key=lambda sample: sample.kind not in ("slow", "hostile"))


def _start_starter(bench: _Bench) -> Started | None:
    starter = bench.exercise.starter_path
    if starter is None:
        return None
    return bench.gradings.start([bench.order(fitted(read(str(starter)), bench.exercise))])


def _start_for_nothing(bench: _Bench) -> tuple[list[str], Started]:
    sources = {"a file that defines nothing": b"pass\n"}
    if bench.exercise.is_program:
        sources |= {f"what {name}": code.encode() for name, code in PROGRAMS.items()}
    else:
        for value in _CONSTANTS:
            code = f"define(lambda *a, **k: {value})\n"
            sources[f"the constant {value}"] = defining(bench.exercise, code)
    for name in _EXITS:
        code = (shipped("selftests") / "cheats" / f"{name}.py").read_text("utf-8")
        sources[f"what {name.replace('_', ' ')}"] = defining(bench.exercise, code)
    # Whatever is forbidden: none of these is how somebody would write a solution.
    lenient = replace(bench.exercise, rules=NO_RULES)
    orders = [
        Order(standing_in(lenient, "nothing.py", source), lenient, bench.plan.seed)
        for source in sources.values()
    ]
    return list(sources), bench.gradings.start(orders)


def _strength(
    bench: _Bench, accepted: Sequence[Graded], failed: set[str], report: Report
) -> tuple[Finding, set[str]]:
    """The finding on mutants, and the ids of the tests that fail for at least one mutant."""
    seed = bench.plan.seed
    all_trials = trials(bench.exercise, accepted, seed, partial(bench.outcomes, "mutants"))
    killing = {name for trial in all_trials for name in trial.killers}
    if rules.dead_tests(report.checks, failed | killing).faults:
        # A run ends with its first killer, so other tests might have killed the mutant too.
        once_more = partial(bench.outcomes, "mutants once more")
        killing |= rules.failed_by_any(again_in_full(bench.exercise, all_trials, seed, once_more))
    return strength(bench.exercise, all_trials), killing


class _Margins:
    """Grades the slow submissions again with more time, and the accepted ones with less."""

    def __init__(self, bench: _Bench, accepted: Sequence[Graded], graded: Sequence[Graded]) -> None:
        self._bench, self._accepted = bench, accepted
        self._slow = [
            each for each in graded if each.sample.kind == "slow" and rules.out_of_cpu_time(each.report)
        ]
        orders = [bench.order(each.sample.submission, patience=rules.WIDE) for each in self._slow]
        orders += [bench.order(each.sample.submission, patience=rules.TIGHT) for each in accepted]
        self._started = bench.gradings.start(orders)

    def finding(self) -> Finding:
        """Waits for the gradings, and judges whether the time limits have enough margin."""
        reports = self._bench.reports("time limits", self._started)
        wide, tight = reports[: len(self._slow)], reports[len(self._slow) :]
        return rules.margins(self._accepted, tight, self._slow, wide, self._bench.exercise.limits)


def _parity(bench: _Bench, graded: Sequence[Graded]) -> Finding:
    """The finding that compares the verdicts on all submissions with those of plain pytest."""
    exercise, plan = bench.exercise, bench.plan
    compared = partial(compare, exercise, seed=plan.seed, provider=plan.sandbox)
    return parity(exercise, graded, compared, plan.jobs, partial(bench.progress, "plain pytest"))


class _Agreement:
    """Grades submissions repeatedly: all with the same seed, accepted ones with other seeds as well.

    No two accepted ones get the same other seeds, since what is wrong with a few seeds in a thousand is
    mostly wrong for each of them.
    """

    def __init__(self, bench: _Bench, graded: Sequence[Graded]) -> None:
        self._bench, plan = bench, bench.plan
        chosen = [each for each in graded if each.sample.kind in ("accepted", "wrong")]
        self._runs = {each.sample.name: [each.report] for each in chosen}
        self._whose: list[str] = []
        orders: list[Order] = []
        others = itertools.count(plan.seed + 1)
        for each in sorted(chosen, key=lambda each: -each.report.timings["test_seconds"]):
            seeds = [plan.seed] * ((plan.repeat or _SAME) - 1)
            if each.sample.kind == "accepted":
                more = plan.repeat - 1 if plan.repeat else _seeds(each.report.timings["test_seconds"])
                seeds += itertools.islice(others, more)
            orders += [bench.order(each.sample.submission, seed=seed) for seed in seeds]
            self._whose += [each.sample.name] * len(seeds)
        self._started = bench.gradings.start(orders)

    def finding(self) -> Finding:
        """Waits for the gradings, and judges whether each test's verdicts agree."""
        reports = self._bench.reports("repeated runs", self._started)
        for name, report in zip(self._whose, reports, strict=True):
            self._runs[name].append(report)
        return rules.agreement(list(self._runs), list(self._runs.values()))


def _seeds(seconds: float) -> int:
    """With how many other seeds to grade a submission whose tests take `seconds`."""
    fitting = int(_SEEDS_SECONDS / max(seconds, _SEEDS_SECONDS / _MOST_SEEDS))
    return max(_FEWEST_SEEDS, min(_MOST_SEEDS, fitting))
