"""`grade results` and `grade diff`: what a batch found, and what changed between two."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import click

from ..batch.diff import changes, lines, summaries
from ..batch.rows import SORTS, STATUSES, RowFilter, rows, text, write_csv, write_json
from ..batch.store import Opened
from ..errors import ExitCode, InfrastructureError
from ..text import as_text
from .outcome import echo, nobody_reads
from .target import written


@click.command("results")
@click.argument("file", type=click.Path())
@click.option("--sort", type=click.Choice(SORTS), default="name", show_default=True)
@click.option("--below", metavar="PERCENT", type=click.FloatRange(0, 100), help="Only who has less.")
@click.option("--status", type=click.Choice(STATUSES), help="Only those.")
@click.option("--test", metavar="TEXT", default="", help="Only who did not pass a test called like that.")
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True
)
@click.option("--output", metavar="PATH", help="Write it there. [default: standard output]")
def results_command(
    file: str, sort: str, below: float | None, status: str | None, test: str, form: str, output: str | None
) -> None:
    """Show the results that `grade batch` wrote to FILE, a line a candidate.

    In CSV no cell is a formula to a spreadsheet: one that would be begins with an apostrophe.
    """
    with Opened(file) as store:
        table = rows(store.records(), RowFilter(below, status, as_text(test)), sort)
    with _target(output) as target:
        if form == "csv":
            write_csv(table, target)
        elif form == "json":
            write_json(table, target)
        else:
            target.writelines(f"{line}\n" for line in text(table))


@click.command("diff")
@click.argument("before", metavar="A", type=click.Path())
@click.argument("after", metavar="B", type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def diff_command(before: str, after: str, form: str) -> int:
    """Say what changed from results A to results B: who is new or gone, scores, and verdicts of tests.

    The exit code is 0 where nothing did, and 1 where something did.
    """
    with Opened(before) as store:
        was = summaries(store.records())
    with Opened(after) as store:
        now = summaries(store.records())
    differences = list(changes(was, now))
    if form == "json":
        echo(json.dumps(differences, indent=2).replace("##", "\\u0023\\u0023"))
    else:
        for change in differences:
            for line in lines(change):
                echo(line)
        if not differences:
            echo(f"no difference in {len(now)} results")
    return ExitCode.BELOW if differences else ExitCode.PASSED


@contextmanager
def _target(output: str | None) -> Iterator[IO[str]]:
    """Opens standard output, or a file that appears as a whole or not at all."""
    if output is None:
        yield sys.stdout
        return
    try:
        with written(output, newline="") as file:
            yield file
    except OSError as exc:
        if isinstance(exc, BrokenPipeError) and nobody_reads():
            raise
        raise InfrastructureError(
            f"The results cannot be written ({exc.strerror or exc}).", code="report-not-written",
            remedy="Make room or name another place with --output.",
        ) from exc  # fmt: skip
