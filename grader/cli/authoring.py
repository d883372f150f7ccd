"""`grade new`, `grade kit`, `grade verify`: for authors of exercises."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .. import seeds
from ..authoring.finding import Finding
from ..authoring.kit import write_kit
from ..authoring.scaffold import KINDS, write_exercise
from ..authoring.verify import VerifyPlan, verify
from ..errors import ExitCode
from ..exercises.find import find, named, root, slugs
from ..machine.capacity import processors
from ..sandboxes.registry import for_many
from ..text import counted, printable, quoted
from . import options
from .completion import complete_slugs
from .parameters import WholeNumber
from .progress import Progress


@click.command("new")
@click.argument("slug")
@click.option(
    "--exercises", metavar="DIR", envvar="GRADE_EXERCISES", default=".", show_default=True,
    help="The folder that it becomes a part of. [env: GRADE_EXERCISES]",
)  # fmt: skip
@click.option(
    "--kind", type=click.Choice(sorted(KINDS)), default="module", show_default=True,
    help="What candidates write: a module, whose functions are called, or a program, which is run.",
)  # fmt: skip
def new_command(slug: str, exercises: str, kind: str) -> None:
    """Begin an exercise called SLUG: a folder that already verifies."""
    folder = write_exercise(slug, Path(exercises), kind)
    click.echo(
        f"Wrote {quoted(str(folder))}. Make it yours, and look at it with: "
        f"grade verify {slug} --exercises {exercises}"
    )


@click.command("kit")
@click.argument("slug", shell_complete=complete_slugs)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, readable=False))
@options.exercises
def kit_command(slug: str, folder: Path, exercises: str | None) -> None:
    """Write what a candidate gets of exercise SLUG into DIR.

    The task, the starter, the visible suite and how to run it: no hidden test and no submission.
    """
    kit = write_kit(find(slug, root(exercises)), folder)
    tests = counted(kit.visible_tests, "test")
    stay = "stays" if kit.hidden_tests == 1 else "stay"
    click.echo(f"Wrote {quoted(str(folder))} with {tests}; {kit.hidden_tests} {stay} hidden.")


@click.command("verify")
@click.argument("slug", nargs=-1, shell_complete=complete_slugs)
@options.exercises
@options.sandbox("the submissions run")
@options.runtime
@click.option(
    "--mutants", is_flag=True, help="Also change accepted submissions a little: does a test notice?"
)
@click.option(
    "--parity/--no-parity",
    default=True,
    show_default=True,
    help="Compare each verdict with that of plain pytest.",
)
@click.option(
    "--repeat",
    type=WholeNumber(1, 1000),
    help="How many runs of a submission must agree, and with how many seeds an accepted one is graded. "
    "[default: 3 runs, and 3 to 10 seeds, fewer where they take long]",
)
@click.option("--jobs", type=WholeNumber(1, 64), help="How many run side by side. [default: 2 a processor]")
@click.option("--seed", type=WholeNumber(0, seeds.MOST), default=1, show_default=True,
              help="The inputs and the order of the tests.")  # fmt: skip
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def verify_command(
    slug: tuple[str, ...],
    exercises: str | None,
    sandbox: str,
    runtime: str | None,
    mutants: bool,
    parity: bool,
    repeat: int | None,
    jobs: int | None,
    seed: int,
    debug: bool,
) -> int:
    """Check the exercises SLUG, or all: the manifest, the suites and what its submissions promise.

    Every submission is graded, several times over; so are files that solve nothing, and with --mutants small
    changes of what is right. A fault makes the exit code 4. The output is for the author's eyes.
    """
    folder = root(exercises)
    progress = Progress(sys.stderr)
    # A grading waits now and then, for the sandbox to open or for a server that is slow on purpose.
    jobs = jobs or 2 * processors()
    sound = True
    with for_many(sandbox, runtime, announce=progress.watcher.on_progress) as provider:
        provider.prepare(progress.watcher.on_progress)
        plan = VerifyPlan(provider, seed, jobs, repeat, mutants, parity, progress.live, debug)
        for name in slug or slugs(folder):
            click.echo(f"{name} in {provider.describe().kind}, seed {seed}")
            for finding in verify(named(name, folder), plan):
                progress.clear()
                _show(finding)
                sound = sound and not finding.faults
            click.echo()
    return ExitCode.PASSED if sound else ExitCode.EXERCISE


def _show(finding: Finding) -> None:
    mark = "FAULT" if finding.faults else "ok"
    click.echo(f"  {mark:5}  {finding.check:13}  {printable(finding.summary)}")
    for text in (*finding.faults, *finding.notes):
        for line in text.splitlines():
            click.echo(f"           {printable(line, 1000)}")
