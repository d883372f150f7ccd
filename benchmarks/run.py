"""Prints what grading costs. Run it from anywhere: python benchmarks/run.py [--only NAME] [--markdown]."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

# As a script this file's own folder would come first, where `wire` and `memory` are other modules' names.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from benchmarks import batch, container, likeness, memory, phases, reach, submitting, tables, wire  # noqa: E402
from benchmarks.pairs import Row  # noqa: E402

_MEASURED: dict[str, tuple[str, Callable[[int], Iterator[Row]]]] = {
    "submit": ("`grade submit`, 12 tests, wall time", submitting.rows),
    "batch": (f"`grade batch`, {batch.SUBMISSIONS} submissions of 12 tests, wall time", batch.rows),
    "wire": ("A call over the wire", wire.rows),
    "reach": ("Libraries, arrays and programs, by the same without them", reach.rows),
    "similar": ("`grade similar`, a thousand submissions by five hundred", likeness.rows),
    "memory": ("Peak memory of the grader, main process and judge together", memory.rows),
}


def main() -> None:
    """Measures what the command line asks for, and prints it."""
    parser = argparse.ArgumentParser(description="What grading costs, as ratios measured in one run.")
    parser.add_argument("--rounds", type=int, default=15, help="pairs of each comparison [default: 15]")
    parser.add_argument("--only", action="append", choices=[*_MEASURED, "phases"], help="only that part")
    parser.add_argument("--markdown", action="store_true", help="tables in Markdown")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    parts = options.only or [*_MEASURED, "phases"]
    load = os.getloadavg()[0]
    print(f"{options.rounds} pairs each, {os.cpu_count()} processors, load {load:.1f} at the start")
    for name, (title, rows) in _MEASURED.items():
        if name in parts:
            _say(title, tables.HEADER, [tables.cells(row) for row in rows(options.rounds)], options.markdown)
    if "batch" in parts:
        for sandbox in ("bubblewrap", *(["docker"] if container.available() else [])):
            title = f"Where the time of a submission in a batch goes, {sandbox}"
            _say(title, batch.HEADER, batch.phases(sandbox), options.markdown)
    if "phases" in parts:
        for sandbox, lines in phases.tables(options.rounds):
            _say(f"Where the time goes, {sandbox}", phases.HEADER, lines, options.markdown)


def _say(title: str, header: tuple[str, ...], lines: list[tuple[str, ...]], markdown: bool) -> None:
    heading = f"**{title}**" if markdown else title
    print(f"\n{heading}\n\n{tables.table(header, lines, markdown=markdown)}", flush=True)


if __name__ == "__main__":
    main()
