"""`grade audit`: tests whether exercises can be cheated."""

from __future__ import annotations

import sys
from functools import partial

import click

from .. import seeds
from ..errors import ExitCode
from ..exercises.find import catalogue, find, root
from ..machine.capacity import processors
from ..sandboxes.registry import for_many
from ..selftest.cheats import AttemptResult, Audit, audit
from ..text import counted, printable
from . import options
from .completion import complete_slugs
from .parameters import WholeNumber
from .progress import Progress


@click.command("audit")
@click.argument("slug", required=False, shell_complete=complete_slugs)
@options.exercises
@options.sandbox("the cheats run")
@options.runtime
@click.option("--jobs", type=WholeNumber(1, 64), help="How many run side by side. [default: processors]")
@click.option("--seed", type=WholeNumber(0, seeds.MOST), help="Repeat an audit with its inputs and order.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def audit_command(
    slug: str | None,
    exercises: str | None,
    sandbox: str,
    runtime: str | None,
    jobs: int | None,
    seed: int | None,
    debug: bool,
) -> int:
    """Try to cheat exercise SLUG, or all of them; for authors and pipelines.

    Cheats that know nothing of the exercise but its names - results that equal everything, forged answers,
    imitated skips, patched built-ins and so on - are graded beside stubs, which give constants, their
    argument or one exception, whatever they are asked. What the best stub earns can be had by anybody, so
    it must be at most half of the points, and no cheat may earn more than it does; but those that took over
    the worker, and have it say what they like of objects and times, may earn up to half of the points. Else
    the exit code is 4, and the tests that gave points away are named: what this prints is for assessors only.
    """
    folder = root(exercises)
    chosen = [find(slug, folder)] if slug else catalogue(folder)
    progress = Progress(sys.stderr)
    seed = seeds.drawn() if seed is None else seed
    clean = True
    with for_many(sandbox, runtime, announce=progress.watcher.on_progress) as provider:
        provider.prepare(progress.watcher.on_progress)
        for exercise in chosen:
            provider.prepare(progress.watcher.on_progress, exercise.environment)
            shown = partial(_progress, progress, exercise.slug)
            result = audit(exercise, provider, seed=seed, jobs=jobs or processors(), on_done=shown)
            progress.clear()
            _show(result, f"{provider.describe().kind}, seed {seed}")
            clean = clean and result.holds
    return ExitCode.PASSED if clean else ExitCode.EXERCISE


def _progress(progress: Progress, slug: str, done: int, of: int) -> None:
    progress.live(f"{slug}: {done} of {of} tried")


def _show(result: Audit, where: str) -> None:
    """Prints a line for each attempt with the points it earned, and a conclusion."""
    click.echo(f"{result.exercise.slug} in {where}")
    for row in result.rows:
        _show_row(result, row)
    best = result.stub
    points = f"{best.score.points:g} of {counted(best.score.max_points, 'point')}"
    what = f"the best stub ({best.attempt.name}: {points})"
    if result.too_easy:
        click.echo(f"  Too easy: {what} has more than half.")
    cheats = sum(map(result.is_cheated_by, result.rows))
    click.echo(f"  {cheats or 'No'} cheat{'s' if cheats > 1 else ''} earned more than {what}.")
    click.echo()


def _show_row(result: Audit, row: AttemptResult) -> None:
    cheated = result.is_cheated_by(row)
    mark = "NO" if cheated else "ok"
    score = row.score
    points = f"{score.points:g}/{score.max_points:g}"
    if score.max_bonus:
        points += f" + {score.bonus:g}/{score.max_bonus:g}"
    verdicts = ", ".join(f"{count} {verdict.value}" for verdict, count in row.verdicts.items())
    kind = "cheat" if row.attempt.is_cheat else "stub"
    click.echo(f"  {mark}  {kind:5}  {row.attempt.name:28}  {points:12}  {verdicts}")
    if cheated:
        if row.carries:
            click.echo("             told in a visible test how many hidden ones had been before")
        for name in result.given_away(row):
            click.echo(f"             gave points: {printable(name)}")
