"""`grade replay`: repeats the grading that a report describes, and compares the verdicts."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..batch.result import OPENING
from ..batch.store import Opened
from ..errors import ExitCode, UsageError
from ..exercises.find import find, root
from ..grading.grade import grade
from ..grading.order import Order
from ..grading.replay import MOST_BYTES, Original, changed_conditions, check, disagreements, original, read
from ..judge.handle import JudgeHandle
from ..sandboxes.registry import choose
from ..submissions.fitting import fitted
from ..submissions.reading import read as read_submission
from ..text import as_text, counted, printable, quoted
from . import options
from .outcome import echo
from .progress import Progress

# How files of results begin: JSON Lines and SQLite.
_OF_A_BATCH = (OPENING.encode(), b"SQLite format 3\0")


@click.command("replay")
@click.argument("report", type=click.Path(readable=False))
@click.argument("file", type=click.Path(readable=False))
@click.option("--candidate", metavar="NAME", help="REPORT holds the results of a batch: this one's.")
@options.exercises
@click.option("--debug", is_flag=True, help="Show tracebacks, and what the judge prints.")
def replay_command(report: str, file: str, candidate: str | None, exercises: str | None, debug: bool) -> int:
    """Grade FILE again as REPORT says it was done, and say whether the verdicts agree.

    REPORT is an assessor's in JSON, or with --candidate the results of a batch. The file and the exercise
    must be the same; sandbox and seed are taken from it, and what else is another now is told. The exit code
    is 0 where all verdicts agree, and 1 where one differs.
    """
    then = _original(report, candidate)
    handed_in = read_submission(file)
    exercise = find(then.slug, root(exercises))
    submission = fitted(handed_in, exercise)
    check(then, submission, exercise)
    order = Order(
        submission,
        exercise,
        seed=then.seed,
        visible_only=then.visible_only,
        fail_under=then.fail_under,
        may_spread=True,
    )
    progress = Progress(sys.stderr)
    now = grade(order, lambda: choose(then.kind, then.runtime), JudgeHandle(debug=debug), progress.watcher)
    progress.clear()
    echo(f"{exercise.slug} in {then.kind}, seed {then.seed}")
    for text in changed_conditions(then, now):
        echo(f"  {printable(text)}")
    count = 0
    for name, before, after in disagreements(then, now):
        echo(f"  {printable(name)}: was {before or 'not there'}, is {after or 'not there'}")
        count += 1
    if count:
        echo(f"{count} of {counted(len(now.checks), 'verdict')} {'differs' if count == 1 else 'differ'}.")
        return ExitCode.BELOW
    echo("The verdict agrees." if len(now.checks) == 1 else f"All {len(now.checks)} verdicts agree.")
    return ExitCode.PASSED


def _original(path: str, candidate: str | None) -> Original:
    """The original grading from the report at `path`, or from `candidate`'s record in a batch's results.

    Raises:
        UsageError: the file cannot be read, or has no report to repeat.
    """
    if candidate is not None:
        with Opened(path) as store:
            for record in store.records():
                if record["candidate"] == as_text(candidate):
                    return read(record["report"])
        raise UsageError(
            f"{quoted(path)} has no result of {quoted(candidate)}.", code="no-such-candidate",
            remedy=f"See: grade results {path}",
        )  # fmt: skip
    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as exc:
        raise UsageError(f"{quoted(path)} cannot be read ({exc.strerror}).", code="no-such-file") from None
    if content.startswith(_OF_A_BATCH):
        raise UsageError(
            f"{quoted(path)} holds the results of a batch.", code="no-candidate",
            remedy="Say with --candidate whose is to be graded again.",
        )  # fmt: skip
    if len(content) > MOST_BYTES:
        raise UsageError(f"{quoted(path)} is too long for a report.", code="no-replay")
    return original(content)
