"""`grade overview`: shows the results of a batch as one HTML page."""

from __future__ import annotations

import click

from ..batch.attempts import best
from ..batch.overview.page import overview
from ..batch.store import Opened
from .target import to_write


@click.command("overview")
@click.argument("results", type=click.Path(readable=False))
@click.option("--output", metavar="PATH", help="Write it there. [default: standard output]")
@click.option("--attempts", type=click.Choice(["best", "all"]), default="all", show_default=True)
def overview_command(results: str, output: str | None, attempts: str) -> None:
    """Show the RESULTS of `grade batch` as one page of HTML.

    It has how the scores are spread, how many pass each test and how well that tells strong submissions from
    weak ones, what the machine failed with, who is slowest, and everybody's report. It holds no script and
    loads nothing. It is for assessors.
    """
    with Opened(results) as store, to_write(output, "results") as target:
        target.writelines(overview(best(store.records()) if attempts == "best" else store.records()))
