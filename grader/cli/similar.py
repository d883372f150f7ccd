"""`grade similar`: finds submissions of a class that share rare code."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from ..batch.exports import PLATFORMS
from ..batch.found import NAME
from ..batch.likeness.compared import WORDS, Likeness, compared, document, marked_lines
from ..batch.likeness.side_by_side import page
from ..exercises.find import find, root
from ..text import counted, printable, quoted
from . import options
from .completion import complete_slugs
from .formats import format_for
from .gathering import Gathering
from .outcome import say
from .parameters import WholeNumber
from .target import to_write

# So many stretches of lines are named in a line.
_MOST_LINES = 4
_FORMATS = ("text", "html", "json")


@click.command("similar")
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False))
@click.option(
    "--exercise",
    required=True,
    metavar="SLUG",
    shell_complete=complete_slugs,
    help="What they are submissions for.",
)
@options.exercises
@click.option(
    "--pattern",
    metavar="TEXT",
    help=f"What a candidate's file is called, as {NAME}/main.py, or whose export it is: "
    f"{', '.join(PLATFORMS)}.",
)
@click.option("--most", type=WholeNumber(1, 1000), default=50, show_default=True, help="Show so many pairs.")
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="[default: by the ending of --output; else text]"
)
@click.option("--output", metavar="PATH", help="Write it there. [default: standard output]")
def similar_command(
    paths: tuple[str, ...],
    exercise: str,
    exercises: str | None,
    pattern: str | None,
    most: int,
    form: str | None,
    output: str | None,
) -> None:
    """Show which submissions in PATHS share what few others have.

    A reason to look, not a verdict: it is for assessors, and part of no score. What the exercise gives, what
    its accepted submissions have and what most of the class shares is taken away; names, texts and comments
    do not count. Pairs come with the rarest first. Of several files of a candidate the latest counts.
    """
    chosen_exercise = find(exercise, root(exercises))
    gathering = Gathering(paths, chosen_exercise, pattern, "latest" if pattern in PLATFORMS else None)
    form = form or format_for(output, _FORMATS)
    found = compared(gathering.everybody(), chosen_exercise, most)
    with to_write(output, "pairs") as target:
        if form == "json":
            json.dump(document(found), target, indent=2)
            target.write("\n")
        else:
            target.writelines(page(found) if form == "html" else _lines(found))
    for name, reason in found.left_out:
        say(f"Not compared: {quoted(name)}. {reason}")
    gathering.tell_left_out("a later attempt is compared")


def _lines(found: Likeness) -> Iterator[str]:
    """The comparison as text for a terminal: for each pair a line, and the shared lines of both files."""
    yield f"{counted(found.count, 'submission')} compared. {WORDS}\n"
    for number, pair in enumerate(found.pairs, 1):
        yield f"\n{number:3}  {counted(len(pair.shared), 'rare fragment')}\n"
        for one, share in zip((pair.first, pair.second), pair.shares, strict=True):
            yield f"     {share:4.0%} of {printable(one.name)}: {_places(marked_lines(one, pair.shared))}\n"
    if not found.pairs:
        yield "\nNo two of them share anything rare.\n"


def _places(lines: list[tuple[int, int]]) -> str:
    named = [f"{first}-{last}" if last > first else str(first) for first, last in lines[:_MOST_LINES]]
    more = len(lines) - len(named)
    word = "line" if len(lines) == 1 and lines[0][0] == lines[0][1] else "lines"
    return f"{word} {', '.join(named)}{f' and {more} more' if more else ''}"
