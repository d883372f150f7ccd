"""Plots as SVG that stretches to the reader's width while text keeps its size; the style sets the colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...report import Verdict
from ..tally import steps

_HEIGHT, _TOP, _BASE = 200, 44, 172  # pixels: of the plot, of its highest bar, of its axis
# verdict -> class, height; any other is low
_TEETH = {Verdict.PASSED: ("yes", 18), Verdict.PARTIAL: ("part", 12), Verdict.NOT_RUN: ("none", 3)}
_GAP = 0.14  # of a column's width, on each side of its bar


def histogram(percents: Counter[int], median: int) -> str:
    """A histogram of scores in steps of ten percent, with one bar for full marks, and the median."""
    counts = steps(percents)
    most, width = max(counts), 100 / len(counts)
    parts = []
    for number, count in enumerate(counts):
        height = round((_BASE - _TOP) * count / most) or (2 if count else 0)
        centre = (number + 0.5) * width
        kind = "bar all" if number == len(counts) - 1 else "bar"
        if count:
            parts.append(
                f'<rect class="{kind}" x="{(number + _GAP) * width:.2f}%" y="{_BASE - height}" rx="3" '
                f'width="{(1 - 2 * _GAP) * width:.2f}%" height="{height}"/>'
                f'<text x="{centre:.2f}%" y="{_BASE - height - 6}" class="count">{count}</text>'
            )
        parts.append(f'<text x="{centre:.2f}%" y="{_BASE + 18}" class="tick">{number * 10}</text>')
    told = ", ".join(f"{count} at {name}" for count, name in zip(counts, _names(len(counts)), strict=True))
    return (
        f'<svg class="histogram" width="100%" height="{_HEIGHT}" role="img" '
        f'aria-label="Submissions by score: {told}">'
        f'<line class="axis" x1="0" x2="100%" y1="{_BASE}" y2="{_BASE}"/>{"".join(parts)}'
        f"{_median(median, width)}</svg>"
    )


def _median(median: int, width: float) -> str:
    place = 10.5 * width if median == 100 else median / 10 * width
    anchor, shift = ("end", -6) if place > 50 else ("start", 6)
    return (
        f'<line class="median" x1="{place:.2f}%" x2="{place:.2f}%" y1="4" y2="{_BASE}"/>'
        f'<text class="median" x="{place:.2f}%" dx="{shift}" y="15" text-anchor="{anchor}">'
        f"median {median} %</text>"
    )


def _names(count: int) -> list[str]:
    return [f"{number * 10} to {number * 10 + 9} percent" for number in range(count - 1)] + ["100 percent"]


def share_bar(share: float) -> str:
    """A bar filled from the left to `share`, 0 to 1; the number stands beside it."""
    return (
        '<svg class="share" width="100%" height="8" aria-hidden="true">'
        '<rect class="track" width="100%" height="8" rx="4"/>'
        f'<rect class="bar" width="{share * 100:.1f}%" height="8" rx="4"/></svg>'
    )


def signed_bar(value: float) -> str:
    """A bar from the middle to the right, or to the left where `value`, -1 to 1, is negative."""
    left = 50 + min(value, 0) * 50
    kind = "bar" if value >= 0 else "bar against"
    return (
        '<svg class="share" width="100%" height="8" aria-hidden="true">'
        '<rect class="track" width="100%" height="8" rx="4"/>'
        f'<rect class="{kind}" x="{left:.1f}%" width="{abs(value) * 50:.1f}%" height="8"/>'
        '<line class="zero" x1="50%" x2="50%" y1="0" y2="8"/></svg>'
    )


def strip(verdicts: Sequence[Verdict]) -> str:
    """A strip with a mark for each test of a candidate, in the suite's order: high if passed, low if not."""
    width = 100 / max(1, len(verdicts))
    return (
        '<svg class="strip" width="100%" height="18" aria-hidden="true">'
        + "".join(_tooth(number, verdict, width) for number, verdict in enumerate(verdicts))
        + "</svg>"
    )


def _tooth(number: int, verdict: Verdict, width: float) -> str:
    kind, height = _TEETH.get(verdict, ("no", 6))
    return (
        f'<rect class="{kind}" x="{number * width:.2f}%" y="{18 - height}" width="{width * 0.76:.2f}%" '
        f'height="{height}"/>'
    )
