"""`grade results` and `grade diff`: show a batch's results, and the differences between two batches."""

from __future__ import annotations

import json

import click

from ..batch.attempts import best
from ..batch.columns import KINDS, PointColumns
from ..batch.diff import changes, lines, summaries
from ..batch.roster import RosterMatch, moment, read
from ..batch.rows import (
    SORTS,
    STATUSES,
    Lateness,
    RowFilter,
    missing,
    rows,
    text,
    write_csv,
    write_json,
)
from ..batch.store import Opened
from ..errors import ExitCode
from ..text import as_text, counted
from . import options
from .formats import format_for
from .outcome import echo, say
from .parameters import Number
from .target import to_write

_FORMATS = ("text", "csv", "json")


@click.command("results")
@click.argument("file", type=click.Path(readable=False))
@click.option("--sort", type=click.Choice(SORTS), default="name", show_default=True)
@click.option("--below", metavar="PERCENT", type=Number(0, 100), help="Only who has less.")
@click.option("--status", type=click.Choice(STATUSES), help="Only those.")
@click.option("--test", metavar="TEXT", default="", help="Only who did not pass a test called like that.")
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="[default: by the ending of --output; else text]"
)
@click.option("--output", metavar="PATH", help="Write it there. [default: standard output]")
@click.option(
    "--columns",
    type=click.Choice(KINDS),
    default="summary",
    show_default=True,
    help="In CSV: points of each group or test too.",
)
@click.option("--bom", is_flag=True, help="Begin the CSV with a mark by which spreadsheets know UTF-8.")
@options.roster
@click.option("--due", metavar="TIME", help="Who handed in later is late, as by 2026-11-27T23:59.")
@click.option("--time-column", metavar="NAME", help="The roster's column with the times of handing in.")
@click.option("--attempts", type=click.Choice(["best", "all"]), default="all", show_default=True)
def results_command(
    file: str,
    sort: str,
    below: float | None,
    status: str | None,
    test: str,
    form: str | None,
    output: str | None,
    columns: str,
    bom: bool,
    roster: str | None,
    due: str | None,
    time_column: str | None,
    attempts: str,
) -> None:
    """Show the results that `grade batch` wrote to FILE, a line a candidate.

    Who is on the --roster and handed in nothing is there too. In CSV no cell is a formula to a spreadsheet:
    one that would be begins with an apostrophe.
    """
    form = form or format_for(output, _FORMATS)
    if (bom or columns != "summary") and form != "csv":
        raise click.UsageError("--columns and --bom are for --format csv.")
    if time_column and not roster:
        raise click.UsageError("--time-column is of a --roster: name one.")
    points = PointColumns(columns) if columns != "summary" else None
    with Opened(file) as store:
        known = [record.get("attempt_of") or record["candidate"] for record in store.records()]
        match = read(roster).matched(known) if roster else None
        lateness = _lateness(due, time_column, match)
        records = best(store.records()) if attempts == "best" else store.records()
        wanted = RowFilter(below, status, as_text(test))
        table = rows(points.watched(records) if points else records, wanted, sort, lateness)
    if match and (below, status, test) == (None, None, ""):
        table += [missing(name) for name in match.missing]
    with to_write(output, "results") as target:
        if form == "csv":
            target.write("\ufeff" if bom else "")
            write_csv(table, target, points)
        elif form == "json":
            write_json(table, target)
        else:
            target.writelines(f"{line}\n" for line in text(table))
    if not table:
        count = counted(len(known), "result")
        say(f"Of {count} none is as asked for." if known else "There is no result yet.")


def _lateness(due: str | None, column: str | None, match: RosterMatch | None) -> Lateness:
    """The rule for late submissions that --due and --time-column ask for."""
    limit = moment(due, "--due") if due else None
    if column is None or match is None:
        return Lateness(limit)
    return Lateness(limit, lambda name: match.time(name, column))


@click.command("diff")
@click.argument("before", metavar="A", type=click.Path(readable=False))
@click.argument("after", metavar="B", type=click.Path(readable=False))
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
            echo(f"no difference in {counted(len(now), 'result')}")
    return ExitCode.BELOW if differences else ExitCode.PASSED
