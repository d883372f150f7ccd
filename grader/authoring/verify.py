"""Verifies an exercise: what its author promises is tried, in sandboxes side by side, and told row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..audit import defining
from ..errors import ExerciseError
from ..exercises import SUITES, Exercise, load
from ..places import shipped
from ..report import Report
from ..sandboxes.base import Sandbox
from ..side_by_side import Outcome, outcomes, report_of
from ..submission import Submission
from ..submit import Order
from . import rules
from .finding import Finding
from .giveaways import giveaways
from .rules import Graded
from .samples import Sample, samples
from .strength import again_in_full, strength, trials

# What anybody can hand in without a thought, by its name in a sentence.
_CONSTANTS = ("None", "True", "False", "0", "1", "''", "[]", "()", "{}")
_EXITS = ("exits_at_import", "leaves_at_import", "exits_in_call", "leaves_in_call")


@dataclass(frozen=True, slots=True)
class Plan:
    """How thoroughly, and where; `tell` is told what is going on."""

    sandbox: Sandbox
    seed: int
    jobs: int
    repeat: int = 10
    mutants: bool = False
    tell: Callable[[str], None] = lambda text: None


@dataclass(slots=True)
class _Bench:
    """Grades many orders for one exercise, and tells how far it is."""

    exercise: Exercise
    plan: Plan
    what: str = field(default="", init=False)

    def outcomes(self, what: str, orders: Sequence[Order]) -> list[Outcome]:
        self.what = what
        return outcomes(orders, self.plan.sandbox, self.plan.jobs, self.progress)

    def reports(self, what: str, orders: Sequence[Order]) -> list[Report]:
        return [report_of(outcome) for outcome in self.outcomes(what, orders)]

    def progress(self, done: int, of: int) -> None:
        self.plan.tell(f"{self.exercise.slug}: {self.what}, {done} of {of}")

    def order(self, submission: Submission, *, seed: int | None = None, patience: float = 1.0) -> Order:
        return Order(submission, self.exercise, self.plan.seed if seed is None else seed, patience=patience)


def verify(folder: Path, plan: Plan) -> Iterator[Finding]:
    """What is found, as it is found; it ends early where nothing more can be said.

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
    found, faults = samples(exercise)
    bench = _Bench(exercise, plan)
    try:
        yield from _verify(bench, found, faults)
    except (ExerciseError, SyntaxError) as exc:
        yield Finding("suites", "broken", (str(exc),))


def _verify(bench: _Bench, found: Sequence[Sample], faults: Sequence[str]) -> Iterator[Finding]:
    exercise = bench.exercise
    # One first: where the suites or the points are wrong, they are for all.
    report = bench.reports("points", [bench.order(Submission("nothing.py", b"pass\n"))])[0]
    yield rules.suites(report)
    reports = bench.reports("submissions", [bench.order(sample.submission) for sample in found])
    graded = list(map(Graded, found, reports))
    yield from rules.promises(graded, faults)
    yield _starter(bench)
    yield _for_nothing(bench)
    accepted = [held for held in graded if held.sample.kind == "accepted"]
    failed = rules.failed_by_any(held.report for held in graded if held.sample.kind != "accepted")
    strong, killing = _strength(bench, accepted, failed, report) if bench.plan.mutants else (None, set())
    yield rules.dead_tests(report.checks, failed | killing)
    told = giveaways(exercise, (check.test for check in report.checks))
    yield Finding("titles, hints", "compared with the hidden suite's literals", tuple(told))
    yield _margins(bench, accepted, graded)
    yield _agreement(bench, graded)
    if strong is not None:
        yield strong


def _missing(exercise: Exercise) -> tuple[str, ...]:
    """What the folder lacks or holds twice."""
    slug, folder = exercise.slug, exercise.folder
    faults = [
        f"There is no {slug}/{name}: write it." for name in ("README.md", "starter.py")
        if not (folder / name).is_file()
    ]  # fmt: skip
    faults += [
        f"There is no {slug}/{name}/: write that suite." for name in SUITES if not (folder / name).is_dir()
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


def _starter(bench: _Bench) -> Finding:
    if not (bench.exercise.folder / "starter.py").is_file():
        return Finding("starter", "none")  # which has been told
    submission = Submission("starter.py", bench.exercise.starter.encode())
    return rules.starter(bench.outcomes("starter", [bench.order(submission)])[0])


def _for_nothing(bench: _Bench) -> Finding:
    sources = {"a file that defines nothing": b"pass\n"}
    for value in _CONSTANTS:
        sources[f"the constant {value}"] = defining(bench.exercise, f"define(lambda *a, **k: {value})\n")
    for name in _EXITS:
        code = (shipped("proofs") / "cheats" / f"{name}.py").read_text("utf-8")
        sources[f"what {name.replace('_', ' ')}"] = defining(bench.exercise, code)
    orders = [bench.order(Submission("nothing.py", source)) for source in sources.values()]
    reports = bench.reports("files that solve nothing", orders)
    return rules.for_nothing(dict(zip(sources, reports, strict=True)))


def _strength(
    bench: _Bench, accepted: Sequence[Graded], failed: set[str], report: Report
) -> tuple[Finding, set[str]]:
    """The finding, and the hidden tests that fail a mutant."""
    plan = bench.plan
    bench.what = "mutants"
    tried = trials(
        bench.exercise, accepted, plan.sandbox, seed=plan.seed, jobs=plan.jobs, on_done=bench.progress
    )
    killing = {name for trial in tried for name in trial.killers}
    if rules.dead_tests(report.checks, failed | killing).faults:
        # A run ends with its first killer, so others may be alive too.
        bench.what = "mutants once more"
        killing |= rules.failed_by_any(
            again_in_full(
                bench.exercise, tried, plan.sandbox, seed=plan.seed, jobs=plan.jobs, on_done=bench.progress
            )
        )
    return strength(bench.exercise, tried), killing


def _margins(bench: _Bench, accepted: Sequence[Graded], graded: Sequence[Graded]) -> Finding:
    slow = [held for held in graded if held.sample.kind == "slow" and rules.out_of_cpu_time(held.report)]
    orders = [bench.order(held.sample.submission, patience=rules.TIGHT) for held in accepted]
    orders += [bench.order(held.sample.submission, patience=rules.WIDE) for held in slow]
    reports = bench.reports("time limits", orders)
    tight, wide = reports[: len(accepted)], reports[len(accepted) :]
    return rules.margins(accepted, tight, slow, wide, bench.exercise.limits)


def _agreement(bench: _Bench, graded: Sequence[Graded]) -> Finding:
    """Each accepted and wrong one again with the same seed; the accepted ones with other seeds as well."""
    plan = bench.plan
    orders: list[Order] = []
    whose: list[int] = []
    for at, held in enumerate(graded):
        if held.sample.kind in ("accepted", "wrong"):
            seeds = [plan.seed] * (plan.repeat - 1)
            if held.sample.kind == "accepted":
                seeds += range(plan.seed + 1, plan.seed + plan.repeat)
            orders += [bench.order(held.sample.submission, seed=seed) for seed in seeds]
            whose += [at] * len(seeds)
    runs: dict[int, list[Report]] = {at: [graded[at].report] for at in whose}
    for at, report in zip(whose, bench.reports("repeated runs", orders), strict=True):
        runs[at].append(report)
    return rules.agreement([graded[at].sample.name for at in runs], list(runs.values()))
