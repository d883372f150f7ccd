"""`grade similar` on a class of a thousand, by half of it: whether its time and its memory grow.

The submissions are functions of the standard library, drawn at random and with some of their names changed.
"""

from __future__ import annotations

import ast
import random
import re
import statistics
import sys
import sysconfig
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

from .growth import measured
from .pairs import Row

_SUBMISSIONS = 1000
_SIZES = (1_000, 5_000)
_MOST_SECONDS = 10.0
# Nothing but its index may grow, and that beside what Python and NumPy take.
_MOST_GROWTH = 1.25


def rows(rounds: int) -> Iterator[Row]:
    """The comparisons, two rows for each size of a submission: the time and the peak memory."""
    functions = [*_functions()]
    for size in _SIZES:
        with tempfile.TemporaryDirectory(prefix="grade-benchmark-") as name:
            whole, half = Path(name, "whole"), Path(name, "half")
            _hand_in(whole, half, functions, size)
            pairs = [
                (measured(_similar(whole)), measured(_similar(half))) for _ in range(max(1, rounds // 5))
            ]
        for what, place, most in (("time", 0, None), ("peak memory", 1, _MOST_GROWTH)):
            ours, theirs = (statistics.median(pair[side][place] for pair in pairs) for side in (0, 1))
            ratios = tuple(one[place] / other[place] for one, other in pairs)
            if most is None:
                target, shown, kept = (
                    f"{_MOST_SECONDS:g} s",
                    f"{ours:.1f} s : {theirs:.1f} s",
                    ours <= _MOST_SECONDS,
                )
            else:
                target, shown = f"{most:g}", f"{ours / 1e6:.0f} MB : {theirs / 1e6:.0f} MB"
                kept = statistics.median(ratios) <= most
            yield Row(
                f"{what}: {_SUBMISSIONS} of {size // 1000} KB : {_SUBMISSIONS // 2}", ratios,
                most=target, detail=shown, kept=kept,
            )  # fmt: skip


def _similar(folder: Path) -> list[str]:
    argv = [sys.executable, "-m", "grader", "similar", str(folder), "--exercise", "flatten"]
    return [*argv, "--format", "html", "--output", str(folder.with_suffix(".html"))]


def _hand_in(whole: Path, half: Path, functions: list[str], size: int) -> None:
    """Writes a class of submissions, some `size` characters each, and every second one to `half` too."""
    chance = random.Random(size)
    whole.mkdir()
    half.mkdir()
    for number in range(_SUBMISSIONS):
        text = ""
        while len(text) < size:
            text += f"{_renamed(chance.choice(functions), chance)}\n\n"
        for folder in (whole, half)[: 1 + number % 2]:
            Path(folder, f"candidate{number:04}.py").write_text(text)


def _functions() -> Iterator[str]:
    """Yields functions of the standard library that are as long as what people hand in."""
    for file in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        text = file.read_text("utf-8", "replace")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                function = ast.get_source_segment(text, node, padded=True)
                if function and 200 < len(function) < 1500:
                    yield textwrap.dedent(function)


def _renamed(text: str, chance: random.Random) -> str:
    """The text with a new name for every second word that is longer than a keyword."""
    names: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        new = f"name{chance.randrange(1000)}" if chance.random() < 0.5 else match[0]
        return names.setdefault(match[0], new)

    return re.sub(r"\b[A-Za-z_]\w{8,}", name, text)
