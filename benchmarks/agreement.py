"""Grades every submission again and again on a busy machine: the verdicts must always be the same.

Run it from anywhere: python -m benchmarks.agreement [--rounds N] [--sandbox NAME] [--exercise SLUG] …
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import GraderError
from grader.exercises.exercise import Exercise
from grader.exercises.find import catalogue, find
from grader.grading.grade import grade
from grader.grading.many import Judges
from grader.grading.order import Order
from grader.machine.capacity import processors
from grader.machine.paths import shipped
from grader.sandboxes.base import SandboxProvider
from grader.sandboxes.registry import for_many
from grader.submissions.submission import Submission

from .tables import table

HEADER = ("exercise", "submissions", "gradings", "verdicts compared", "disagreements", "about points")
_KINDS = ("accepted", "wrong", "slow", "partial")
# What a wrong answer earns may depend on random inputs, so it gets the same in every round; what a right one
# earns may not, so it has other inputs in every second round.
_SEED = 2024
_SAY_EVERY = 20
# How many gradings that mostly wait run at once for each of the others.
_WAITING = 4
_EARNING = {"passed", "graded"}
_BUSY = "import os\nparent = os.getppid()\nwhile os.getppid() == parent:\n    sum(range(10**6))\n"


@dataclass(frozen=True, slots=True)
class Job:
    """One grading of one submission."""

    exercise: Exercise
    path: Path
    seed: int

    @property
    def name(self) -> str:
        """The submission's exercise, kind and file."""
        return f"{self.exercise.slug}/{self.path.parent.name}/{self.path.stem}"


@dataclass(slots=True)
class Verdicts:
    """The verdicts on one test of one submission, with the seconds of processor and wall time."""

    times: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def differ(self) -> bool:
        """Whether the verdicts were not the same each time."""
        return len(self.times) > 1

    @property
    def points_differ(self) -> bool:
        """Whether the test earned its points sometimes, and sometimes not."""
        return self.differ and bool(_EARNING.intersection(self.times))

    @property
    def text(self) -> str:
        """How often each verdict was given, and the longest times."""
        return "; ".join(
            f"{len(times)} x {verdict} (cpu up to {max(cpu for cpu, _ in times):.2f} s, "
            f"wall up to {max(wall for _, wall in times):.2f} s)"
            for verdict, times in sorted(self.times.items())
        )


Results = dict[tuple[str, str], Verdicts]  # by submission and test


def main() -> int:
    """Prints the table, and each disagreement; gives 1 if there is one."""
    options = _parser().parse_args()
    folder = shipped("exercises")
    exercises = [find(options.exercise, folder)] if options.exercise else list(catalogue(folder))
    jobs = list(_jobs(exercises, options.kind or _KINDS, options.rounds))
    results: Results = defaultdict(Verdicts)
    graded: dict[str, int] = defaultdict(int)
    with for_many(options.sandbox) as sandbox, _busy(options.busy):
        sandbox.prepare(lambda text: print(text, file=sys.stderr))
        for job in _all(jobs, sandbox, results, options):
            graded[job.name] += 1
    lines = [_line(exercise.slug, results, graded) for exercise in exercises]
    print(table(HEADER, lines, markdown=options.markdown))
    differing = {name: verdicts for name, verdicts in results.items() if verdicts.differ}
    for (submission, test), verdicts in differing.items():
        print(f"\n{submission}, {test}: {verdicts.text}")
    if sum(graded.values()) < len(jobs):
        print(f"\nstopped after {options.seconds} s with {len(jobs) - sum(graded.values())} gradings to go")
    return 1 if differing else 0


def _parser() -> argparse.ArgumentParser:
    cores = processors()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement", description=__doc__)
    parser.add_argument("--rounds", type=int, default=50, help="gradings of each submission [default: 50]")
    parser.add_argument("--sandbox", default="bubblewrap", choices=["bubblewrap", "docker"])
    parser.add_argument("--exercise", metavar="SLUG", help="only that one")
    parser.add_argument("--kind", action="append", choices=_KINDS, help="only such ones; may be repeated")
    parser.add_argument(
        "--busy", type=int, default=cores, help="processes that do nothing but compute [default: one a core]"
    )
    parser.add_argument("--at-once", type=int, default=cores, help="gradings at once [default: one a core]")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no grading after so long")
    parser.add_argument("--markdown", action="store_true", help="the table in Markdown")
    return parser


def _jobs(exercises: list[Exercise], kinds: Sequence[str], rounds: int) -> Iterator[Job]:
    """All gradings, round by round, so that wherever they stop each submission had about as many."""
    for number in range(rounds):
        for exercise in exercises:
            for kind in kinds:
                seed = _SEED + number if kind == "accepted" and number % 2 else _SEED
                for path in sorted((exercise.folder / "submissions" / kind).glob("*.py")):
                    yield Job(exercise, path, seed)


def _all(
    jobs: list[Job], sandbox: SandboxProvider, results: Results, options: argparse.Namespace
) -> Iterator[Job]:
    """Grades `jobs`, several at once, and gives each when it is done."""
    began = time.monotonic()

    def do(job: Job) -> list[tuple[str, str, float, float]] | None:
        return _graded(job, sandbox, judges) if time.monotonic() - began < options.seconds else None

    # Where a server is slow on purpose nearly all of the time is waiting.
    with (
        contextlib.closing(Judges()) as judges,
        ThreadPoolExecutor(options.at_once) as working,
        ThreadPoolExecutor(_WAITING * options.at_once) as waiting,
    ):
        futures = {(waiting if job.exercise.loopback else working).submit(do, job): job for job in jobs}
        for count, future in enumerate(as_completed(futures), 1):
            job, measured = futures[future], future.result()
            if measured is None:
                continue
            for test, verdict, cpu_seconds, wall_seconds in measured:
                results[job.name, test].times[verdict].append((cpu_seconds, wall_seconds))
            if count % _SAY_EVERY == 0:
                print(f"{count} of {len(jobs)} gradings", file=sys.stderr, flush=True)
            yield job


def _graded(job: Job, sandbox: SandboxProvider, judges: Judges) -> list[tuple[str, str, float, float]]:
    """Grades one job: test, verdict, processor and wall seconds; our own failure is a verdict of its own."""
    order = Order(Submission(job.path.name, job.path.read_bytes()), job.exercise, seed=job.seed)
    try:
        report = grade(order, lambda: sandbox, judges.judge(job.exercise))
    except GraderError as exc:
        return [("the grading as a whole", f"no score: {exc.code}", 0.0, 0.0)]
    checks = [
        (check.test.id, check.verdict.value, check.cpu_seconds, check.wall_seconds)
        for check in report.checks
        if job.seed == _SEED or not check.test.bonus  # which an accepted one need not earn
    ]
    return [("the grading as a whole", "graded", 0.0, 0.0), *checks]


@contextlib.contextmanager
def _busy(count: int) -> Iterator[None]:
    """Keeps `count` processors busy; the processes for it end by themselves should we be killed."""
    processes = [subprocess.Popen([sys.executable, "-c", _BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _line(slug: str, results: Results, graded: dict[str, int]) -> tuple[str, ...]:
    ours = [verdicts for (name, _), verdicts in results.items() if name.startswith(f"{slug}/")]
    gradings = [count for name, count in graded.items() if name.startswith(f"{slug}/")]
    compared = sum(len(times) for verdicts in ours for times in verdicts.times.values())
    differing = sum(verdicts.differ for verdicts in ours)
    of_points = sum(verdicts.points_differ for verdicts in ours)
    return slug, *map(str, (len(gradings), sum(gradings), compared, differing, of_points))


if __name__ == "__main__":
    sys.exit(main())
