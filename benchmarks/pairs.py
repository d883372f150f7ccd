"""Ratios of two things measured by turns: A B A B …, so that a busy machine weighs on both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pairs:
    """The seconds of two things, measured by turns."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratios(self) -> list[float]:
        """The ratios of our seconds to theirs, pair by pair."""
        return [ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True)]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what was compared, the ratio, and what was hoped for."""

    name: str
    ratios: tuple[float, ...]
    most: str = ""  # what is allowed
    aim: str = ""  # what it hopes for
    detail: str = ""  # absolute figures, which only hold for this machine and this run
    kept: bool | None = None  # whether the target was reached; None where there is none

    @property
    def median(self) -> float:
        """The median of the ratios."""
        return statistics.median(self.ratios)


def interleaved(ours: Callable[[], float], theirs: Callable[[], float], rounds: int) -> Pairs:
    """Calls two functions, which report seconds, by turns: `rounds` pairs, after one that does not count."""
    ours(), theirs()
    first, second = [], []
    for _ in range(rounds):
        first.append(ours())
        second.append(theirs())
    return Pairs(tuple(first), tuple(second))


def compared(name: str, pairs: Pairs, most: float | None = None, aim: float | None = None) -> Row:
    """The row of a table for `pairs` and their targets."""
    ratios = tuple(pairs.ratios)
    ours, theirs = statistics.median(pairs.ours), statistics.median(pairs.theirs)
    return Row(
        name,
        ratios,
        most=f"{most:g}" if most else "",
        aim=f"{aim:g}" if aim else "",
        detail=f"{shown(ours)} : {shown(theirs)}",
        kept=statistics.median(ratios) <= most if most else None,
    )


def timed(action: Callable[[], object]) -> float:
    """The seconds that `action` takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def shown(seconds: float) -> str:
    """A duration in the unit that fits."""
    for unit, factor in (("s", 1.0), ("ms", 1e3)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.2f} {unit}"
    return f"{seconds * 1e3:.3f} ms"
