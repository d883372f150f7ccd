"""`grade submit`: grades one submission."""

from __future__ import annotations

import contextlib
import math
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from .. import seeds
from ..errors import ExitCode, GraderError, UsageError
from ..exercises.exercise import Exercise
from ..exercises.find import asked_for, find, kit, kit_of, root, slugs
from ..exercises.visible_code import visible_code
from ..grading.blame import failed_by
from ..grading.grade import grade_and_leave
from ..grading.order import Order, Watcher
from ..judge.handle import JudgeHandle
from ..report import Audience
from ..sandboxes.registry import choose
from ..submissions.fitting import fitted
from ..submissions.reading import read, read_stream
from ..submissions.submission import Submission
from . import options
from .completion import complete_slugs
from .formats import NAMES, WITH_CODE, FormatTarget, prepare, settled, wanted_of, write
from .outcome import say, trace
from .parameters import Number, WholeNumber
from .remote import Errand, hand_in, refuse


@click.command("submit")
@click.argument("file", type=click.Path(readable=False))
@click.option(
    "--exercise",
    metavar="SLUG",
    shell_complete=complete_slugs,
    help="Which exercise it solves. [default: found from the file]",
)
@options.exercises
@options.sandbox("it runs")
@options.runtime
@click.option(
    "--format",
    "forms",
    callback=wanted_of,
    multiple=True,
    metavar="NAME[=PATH]",
    help=f"How to report: {', '.join(NAMES)}; may be given more than once, but only once without a PATH. "
    "[default: by the ending of --output; else text]",
)
@click.option("--output", metavar="PATH", help="The PATH of the format without one.")
@click.option(
    "--audience",
    type=click.Choice([one.value for one in Audience]),
    default=Audience.CANDIDATE.value,
    show_default=True,
    help="The assessor sees everything.",
)
@click.option(
    "--fail-under",
    metavar="PERCENT",
    type=Number(0, 100),
    default=100.0,
    show_default=True,
    help="Exit with 1 below that share of the base points.",
)
@click.option("--visible-only", is_flag=True, help="Run only the tests that candidates may read.")
@click.option("--server", metavar="URL", help="Hand in to a service, which grades; see docs/service.md.")
@click.option("--seed", type=WholeNumber(0, seeds.MOST), help="Repeat a run with its inputs and order.")
@click.option("--debug", is_flag=True, help="Show tracebacks, and what the judge prints.")
@click.pass_obj
def submit_command(
    judge: JudgeHandle | None,
    file: str,
    exercise: str | None,
    exercises: str | None,
    sandbox: str,
    runtime: str | None,
    forms: tuple[FormatTarget, ...],
    output: str | None,
    audience: str,
    fail_under: float,
    visible_only: bool,
    server: str | None,
    seed: int | None,
    debug: bool,
) -> int:
    """Grade FILE, which may also be a folder, an archive or a notebook, and print a scored report.

    With - it is read from standard input.

    The exercise is named by --exercise, else by a line `# exercise: SLUG` in the file, else by the file's
    name, else it is the one whose functions and classes the file defines. In a candidate's kit it is the
    kit's, with the visible tests as they are installed.
    """
    if math.isnan(fail_under):  # NaN passes every range check
        raise click.BadParameter("nan is no number.", param_hint="'--fail-under'")
    targets = settled(forms, output)
    if server is not None and not visible_only:
        refuse("sandbox", "seed", "runtime", "exercises")
        return hand_in(server, Errand(file, exercise, Audience(audience), fail_under, targets))
    judge = judge or JudgeHandle(debug=debug)
    order = None
    try:
        submission = read_stream(file) or read(file)
        chosen, in_kit = _chosen(submission, exercise, exercises)
        # A rejection is reported in every format.
        visible_only = visible_only or in_kit
        order = Order(submission, chosen, fail_under=fail_under, seed=seed, visible_only=visible_only)
        order = replace(order, submission=fitted(submission, chosen), may_spread=True)
        with contextlib.ExitStack() as stack:
            with _progress(partial(prepare, targets)) as watcher:
                opened = partial(choose, sandbox, runtime, chosen.environment, watcher.on_progress)
                report = grade_and_leave(order, opened, judge, stack, watcher)
            if any(target.form in WITH_CODE for target in targets):
                report = replace(report, visible_code=visible_code(order.exercise.folder))
            write(report, Audience(audience), targets, os.environ)
        return ExitCode.PASSED if report.score and report.score.passed else ExitCode.BELOW
    except GraderError as exc:
        # On a terminal the sentence that follows says it all.
        targets = tuple(target for target in targets if target != FormatTarget("text", None))
        if isinstance(exc, UsageError) or not targets or exc.code == "report-not-written":
            raise
        trace(debug)
        report = failed_by(exc, order)
        say(str(exc))
        write(report, Audience(audience), targets, os.environ)
        return exc.exit_code
    finally:
        judge.close()


def _chosen(submission: Submission, named: str | None, exercises: str | None) -> tuple[Exercise, bool]:
    """The exercise to grade, and whether it was chosen by the kit in which the file lies.

    Raises:
        UsageError: it is not clear which, or the kit's is not installed.
    """
    folder = root(exercises)
    kit_here = None if named or exercises else _kit_here(submission)
    in_kit = kit_here in slugs(folder)
    try:
        return _which(submission, kit_here if in_kit else named, folder), in_kit
    except UsageError:
        if kit_here is None:
            raise
        raise UsageError(
            f"The exercise {kit_here!r}, of which this folder is a kit, is not installed, and tests "
            "that lie beside a submission are not run: they run outside the sandbox.", code="unknown-kit",
            remedy="If they came from whoever set you the task, add: --exercises .",
        ) from None  # fmt: skip


def _kit_here(submission: Submission) -> str | None:
    """The exercise of the kit in the current folder, if the submitted file lies directly in that folder.

    This only decides which of the installed exercises is meant, and that only its visible tests are run. A
    kit is not looked for in pipelines, nor if the place of the exercises is named.
    """
    if any(os.environ.get(name) for name in ("GRADE_EXERCISES", "CI")):
        return None
    here = os.path.abspath(submission.file)
    if os.path.dirname(here) != os.getcwd():
        return None
    slug = kit_of(Path(here).parent)
    return slug if submission.named_exercise in (None, slug) else None


def _which(submission: Submission, named: str | None, folder: Path) -> Exercise:
    """The exercise that the submitted file is meant for.

    Raises:
        UsageError: that is not clear.
    """
    whole = kit(folder)
    if whole and named in (None, whole.slug):
        return whole
    named = named or submission.named_exercise
    if named:
        return find(named, folder)
    all_slugs = slugs(folder)
    stem = Path(submission.file).name.partition(".")[0]
    if stem in all_slugs:
        return find(stem, folder)
    fitting = asked_for(submission.source, folder)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        choices = ", ".join(one.slug for one in fitting)
        raise UsageError(
            f"The file could be for any of: {choices}.", code="which-exercise",
            remedy="Say which with --exercise.",
        )  # fmt: skip
    raise UsageError(
        "It is not clear which exercise the file is for.", code="which-exercise",
        remedy=f"Say which with --exercise; there are: {', '.join(all_slugs)}.",
    )  # fmt: skip


@contextlib.contextmanager
def _progress(on_open: Callable[[], None]) -> Iterator[Watcher]:
    """Shows progress on standard error: one live line on a terminal, plain lines otherwise."""
    from .progress import watcher

    progress = watcher(sys.stderr)
    # Till the judge knows of the tests some time passes, in which nobody shall wonder.
    progress.live("starting the judge and the sandbox")
    try:
        yield replace(progress.watcher, on_open=on_open)
    finally:
        progress.clear()
