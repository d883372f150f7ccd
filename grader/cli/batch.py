"""`grade batch`: grades a folder of submissions, and goes on where it was interrupted."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Sequence
from contextlib import closing

import click

from .. import seeds
from ..batch.attempts import MODES, best
from ..batch.exports import PLATFORMS
from ..batch.found import NAME, Entry
from ..batch.result import candidate
from ..batch.run import BatchPlan, Done, missing, run
from ..batch.store import Opened, Store
from ..batch.tally import summary, tallied
from ..errors import ExitCode, GraderError
from ..exercises.find import find, root
from ..judge.handle import ForkServer
from ..sandboxes.registry import for_many
from ..text import counted, printable, quoted
from . import options
from .completion import complete_slugs
from .gathering import Gathering
from .outcome import Interrupted, echo, say
from .parameters import Number, WholeNumber
from .progress import Progress, duration

_CODES = """\b
Exit codes, the worst of all submissions; those with lower ones are graded all the same:
  0    every submission was graded (and is at or above --fail-under, where that is given)
  1    one is below --fail-under
  5    one was rejected unread
  4    the exercise is at fault
  3    the machine or the grader failed with one; --retry-errors repeats those
"""
# Where no line can be written over, as in a pipeline's log, one is written so often.
_LINE_SECONDS = 10.0


@click.command("batch", epilog=_CODES)
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@click.option(
    "--exercise",
    metavar="SLUG",
    required=True,
    shell_complete=complete_slugs,
    help="Which exercise they solve.",
)
@options.exercises
@click.option(
    "--results", metavar="FILE", required=True, help="Appended to; SQLite if it ends in .sqlite or .db."
)
@click.option(
    "--pattern",
    metavar="PATTERN",
    help=f"What a candidate's file is called, as {NAME}/main.py, or whose export it is: "
    f"{', '.join(PLATFORMS)}.",
)
@click.option(
    "--attempts",
    type=click.Choice(MODES),
    help="Of several files of one candidate: grade the latest, or all; with best, the best counts.",
)
@options.roster
@click.option("--regrade", is_flag=True, help="Grade everybody again, also after the exercise was changed.")
@click.option(
    "--jobs", type=WholeNumber(1, 256), help="At most so many side by side. [default: by cores and memory]"
)
@click.option("--retry-errors", is_flag=True, help="Repeat those where the machine or the grader failed.")
@options.sandbox("they run")
@options.runtime
@click.option(
    "--fail-under",
    metavar="PERCENT",
    type=Number(0, 100),
    help="Exit with 1 if one is below that share of the base points.",
)
@click.option("--visible-only", is_flag=True, help="Run only the tests that candidates may read.")
@click.option(
    "--seed",
    type=WholeNumber(0, seeds.MOST),
    help="The same inputs and order for all. [default: each its own]",
)
@click.option("--debug", is_flag=True, help="Show tracebacks, and what the judges print.")
@click.pass_obj
def batch_command(
    server: ForkServer | None,
    paths: tuple[str, ...],
    exercise: str,
    exercises: str | None,
    results: str,
    pattern: str | None,
    attempts: str | None,
    roster: str | None,
    regrade: bool,
    jobs: int | None,
    retry_errors: bool,
    sandbox: str,
    runtime: str | None,
    fail_under: float | None,
    visible_only: bool,
    seed: int | None,
    debug: bool,
) -> int:
    """Grade every submission in PATHS: files, folders or globs.

    A folder holds a file NAME.py, a notebook, an archive or a sub-folder NAME for each candidate, or what
    --pattern says. Each result
    is a full report for assessors, synced to disk before it counts as done, so the same command goes on where
    it was interrupted: it grades who is missing, and whose file has changed. `grade results` shows the file.
    """
    if fail_under is not None and math.isnan(fail_under):
        raise click.BadParameter("nan is no number.", param_hint="'--fail-under'")
    chosen = find(exercise, root(exercises))
    gathering = Gathering(paths, chosen, pattern, attempts, roster)
    everybody = gathering.everybody()
    server = server or ForkServer(debug=debug)
    with (
        closing(server),
        for_many(sandbox, runtime, chosen.environment, say) as provider,
        Opened(results, to_write=True) as store,
    ):
        plan = BatchPlan(
            chosen, provider, jobs=jobs, seed=seed, visible_only=visible_only,
            fail_under=100.0 if fail_under is None else fail_under,
        )  # fmt: skip
        to_do = missing(plan, everybody, store.known(), retry_errors=retry_errors, regrade=regrade)
        progress = _Shown(Progress(sys.stderr), len(to_do), len(everybody))
        if to_do:
            _run(plan, to_do, store, progress, server)
        progress.clear()
        return _sum_up(store, gathering, fail_under, attempts)


def _run(plan: BatchPlan, to_do: Sequence[Entry], store: Store, progress: _Shown, server: ForkServer) -> None:
    """Grades `to_do`; if that ends early, prints how many results there are."""
    plan.sandbox.prepare(progress.say, plan.exercise.environment)
    progress.begin()
    try:
        run(plan, to_do, store, progress.count, server)
    except (KeyboardInterrupt, Interrupted):
        progress.clear()
        say(f"{progress.kept} of {progress.everybody} are in the results; the same command does the rest.")
        raise
    except GraderError:  # which says what to do
        progress.clear()
        for one in to_do:
            if one.name not in progress.names:
                say(f"Not graded: {quoted(one.name)}.")
        say(f"{progress.kept} of {progress.everybody} are in the results.")
        raise


def _sum_up(store: Store, gathering: Gathering, fail_under: float | None, attempts: str | None) -> ExitCode:
    """Prints who was not graded and how the others did."""
    records = gathering.current(store.records())
    tally = tallied(best(records) if attempts == "best" else records, fail_under)
    gathering.tell(store.known())
    for line in summary(tally):
        echo(printable(line))
    return tally.exit_code


class _Shown:
    """Shows the progress of a batch: how many submissions are done, at which rate, and the time left."""

    def __init__(self, progress: Progress, count: int, everybody: int) -> None:
        self._progress = progress
        self._count = count
        self.everybody = everybody
        self._there = everybody - count
        self._done = self._failed = 0
        self.names: set[str] = set()  # of those that were graded now
        self._began = self._next_line = 0.0
        self.say = progress.watcher.on_progress

    @property
    def kept(self) -> int:
        """The number of submissions that have a result in the file."""
        return self._there + self._done

    def begin(self) -> None:
        """Starts the clock when the first submission is being graded."""
        self._began = time.monotonic()
        self._next_line = self._began + _LINE_SECONDS
        are = "is" if self._there == 1 else "are"
        there = f", {self._there} {are} there already" if self._there else ""
        self.say(f"grading {counted(self._count, 'submission')}{there}")

    def count(self, done: Done) -> None:
        """Counts one more result that is stored on disk."""
        self._done += 1
        self.names.add(candidate(done.line))
        self._failed += done.problem is not None
        now = time.monotonic()
        rate = self._done / max(now - self._began, 0.001)
        without = f", {self._failed} without a score" if self._failed else ""
        left = duration((self._count - self._done) / rate)
        text = f"{self._done} of {self._count} graded{without}, {rate:.1f} a second, {left} left"
        if self._progress.is_live:
            self._progress.live(text)
        elif now >= self._next_line:
            self._next_line = now + _LINE_SECONDS
            self.say(text)

    def clear(self) -> None:
        """Removes the live line from the terminal."""
        self._progress.clear()
