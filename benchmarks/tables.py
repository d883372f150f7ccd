"""Formats rows: columns for a terminal, or a table in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from .pairs import Row

HEADER = ("what", "ratio", "min - max", "at most", "aim", "kept", "medians")
_WORDS = {True: "yes", False: "NO", None: ""}


def cells(row: Row) -> tuple[str, ...]:
    """The texts of `row`, one for each column."""
    return (
        row.name,
        f"{row.median:.2f}",
        f"{min(row.ratios):.2f} - {max(row.ratios):.2f}",
        row.most,
        row.aim,
        _WORDS[row.kept],
        row.detail,
    )


def table(header: Sequence[str], lines: Sequence[Sequence[str]], *, markdown: bool) -> str:
    """The lines under their header, as one text."""
    everything = [list(header), *map(list, lines)]
    widths = [max(map(len, column)) for column in zip(*everything, strict=True)]
    padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in everything]
    rule = ["-" * width for width in widths]
    if markdown:
        return "\n".join(f"| {' | '.join(line)} |" for line in [padded[0], rule, *padded[1:]])
    return "\n".join("  ".join(line).rstrip() for line in [padded[0], rule, *padded[1:]])
