"""Ranks pairs of sources by the rare fragments that they share, from an index of all fragments."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .fragments import Source, libraries

# Fewer fragments in common are coincidence.
_FEWEST = 3
# A fragment that so few share is never considered common, however small the class.
_ALWAYS_RARE = 3
# So many times a pair is counted, so that time and memory have a bound: the rarest fragments come first.
_MOST_COUNTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sources and the hashes of the rare fragments that they share."""

    first: Source
    second: Source
    rarity: float  # the sum over fragments of the logarithm of how few have each
    shared: Any
    shares: tuple[float, float]  # the share of each source's own fragments that the other has too


def ranked(sources: Sequence[Source], known: Any, most: int) -> list[Pair]:
    """The `most` similar pairs, ordered by how many fragments they share and how rare these are.

    Fragments that are `known`, such as those of the starter, do not count, nor do those of most of the class.
    """
    _, numpy = libraries()
    own = [numpy.unique(one.hashes[~numpy.isin(one.hashes, known)]) for one in sources]
    common = _common(own)
    own = [numpy.setdiff1d(hashes, common, assume_unique=True) for hashes in own]
    counts: dict[tuple[int, int], list[float]] = {}
    for weight, owners in _rarest_first(own):
        for place, second in enumerate(owners):
            for first in owners[:place]:
                count = counts.setdefault((first, second), [0.0, 0])
                count[0] += weight
                count[1] += 1
    enough = (
        (rarity, sources[second].name, first, second)
        for (first, second), (rarity, number) in counts.items()
        if number >= _FEWEST
    )
    best = heapq.nsmallest(
        most, ((-rarity, sources[first].name, name, first, second) for rarity, name, first, second in enough)
    )
    return [_pair(sources, own, first, second, -rarity) for rarity, _, _, first, second in best]


def _common(own: list[Any]) -> Any:
    """The hashes of fragments that more than half of the class has."""
    _, numpy = libraries()
    hashes, counts = numpy.unique(numpy.concatenate([*own, numpy.array([], numpy.int64)]), return_counts=True)
    return hashes[counts > max(_ALWAYS_RARE, len(own) // 2)]


def _rarest_first(own: list[Any]) -> Iterator[tuple[float, list[int]]]:
    """Yields the weight and the owners of each fragment that several sources have, the rarest first."""
    _, numpy = libraries()
    if not own:
        return
    hashes = numpy.concatenate(own)
    owners = numpy.repeat(numpy.arange(len(own)), [len(one) for one in own])
    order = numpy.argsort(hashes, kind="stable")  # so that the owners of each fragment stay in order
    hashes, owners = hashes[order], owners[order]
    _, begins, counts = numpy.unique(hashes, return_index=True, return_counts=True)
    room = _MOST_COUNTS
    for group in numpy.argsort(counts, kind="stable"):
        count = int(counts[group])
        if count < 2:
            continue
        room -= count * (count - 1) // 2
        if room < 0:
            return
        begin = int(begins[group])
        yield math.log(max(len(own), 3) / count) + 1.0, owners[begin : begin + count].tolist()


def _pair(sources: Sequence[Source], own: list[Any], first: int, second: int, rarity: float) -> Pair:
    _, numpy = libraries()
    shared = numpy.intersect1d(own[first], own[second], assume_unique=True)
    shares = tuple(len(shared) / max(1, len(own[one])) for one in (first, second))
    return Pair(sources[first], sources[second], rarity, shared, (shares[0], shares[1]))
