"""Ranks pairs of sources by the rare fragments that they share, from an index of all fragments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .fragments import Source, library

# Fewer fragments in common are coincidence.
_FEWEST = 3
# A fragment that so few share is never considered common, however small the class.
_ALWAYS_RARE = 3
# So many times a pair is counted, so that time has a bound: the rarest fragments come first.
_MOST_COUNTS = 10_000_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sources and the hashes of the rare fragments that they share."""

    first: Source
    second: Source
    rarity: float  # the sum over fragments of the logarithm of how few have each
    shared: Any
    shares: tuple[float, float]  # the share of each source's own fragments that the other has too


@dataclass(frozen=True, slots=True)
class _Index:
    """Fragments that several sources have: of each the hash, and how many have it; sorted by hash."""

    hashes: Any
    counts: Any

    def only(self, chosen: Any) -> _Index:
        return _Index(self.hashes[chosen], self.counts[chosen])

    def places(self, hashes: Any) -> Any:
        """Where in the index those of the sorted `hashes` are that are in it."""
        numpy = library()
        found = numpy.searchsorted(self.hashes, hashes)
        found = found[found < len(self.hashes)]
        return found[self.hashes[found] == hashes[: len(found)]].astype(numpy.uint32)


def ranked(sources: Sequence[Source], most: int) -> list[Pair]:
    """The `most` similar pairs, ordered by how many fragments they share and how rare these are.

    Fragments that more than half of the class has do not count. The sources are sorted by name.
    """
    numpy = library()
    index = _index(sources)
    is_common = index.counts > max(_ALWAYS_RARE, len(sources) // 2)
    best = numpy.empty((0, 3))  # rows of: rarity, place of the first source, place of the second
    for first, (numbers, rarities) in enumerate(_counted(sources, _countable(index.only(~is_common)))):
        second = numpy.flatnonzero(numbers >= _FEWEST)
        found = numpy.column_stack([rarities[second], numpy.full(len(second), first), second])
        best = numpy.concatenate([best, found])
        best = best[numpy.argsort(-best[:, 0], kind="stable")[:most]]
    common = index.hashes[is_common]
    return [
        _pair(sources[int(one)], sources[int(other)], float(rarity), common) for rarity, one, other in best
    ]


def _index(sources: Sequence[Source]) -> _Index:
    """The index of what these sources have."""
    numpy = library()
    every = numpy.concatenate([*(one.hashes for one in sources), numpy.array([], numpy.uint64)])
    every.sort()
    hashes, repetitions = numpy.unique(every[1:][every[1:] == every[:-1]], return_counts=True)
    return _Index(hashes, repetitions + 1)


def _countable(index: _Index) -> _Index:
    """The rarest fragments, as many as can be counted in time."""
    numpy = library()
    order = numpy.argsort(index.counts, kind="stable")
    costs = numpy.cumsum(index.counts[order] * (index.counts[order] - 1) // 2)
    return index.only(numpy.sort(order[costs <= _MOST_COUNTS]))


def _counted(sources: Sequence[Source], index: _Index) -> Iterator[tuple[Any, Any]]:
    """Yields for each source how many fragments it shares with every later one, and how rare they are."""
    numpy = library()
    own = [index.places(one.hashes) for one in sources]
    # Who has the first fragment of the index, then who has the second, and so on.
    owners = numpy.repeat(numpy.arange(len(own), dtype=numpy.uint32), [len(places) for places in own])
    owners = owners[numpy.argsort(numpy.concatenate([*own, index.places([])]), kind="stable")]
    begins = numpy.cumsum(index.counts) - index.counts
    weights = numpy.log(max(len(sources), 3) / index.counts) + 1.0
    for place, fragments in enumerate(own):
        counts = index.counts[fragments]
        rows = numpy.repeat(begins[fragments] - numpy.cumsum(counts) + counts, counts)
        others = owners[rows + numpy.arange(len(rows))]
        is_later = others > place
        others = others[is_later]
        numbers = numpy.bincount(others, minlength=len(own))
        yield numbers, numpy.bincount(others, numpy.repeat(weights[fragments], counts)[is_later], len(own))


def _pair(first: Source, second: Source, rarity: float, common: Any) -> Pair:
    numpy = library()
    own = [numpy.setdiff1d(one.hashes, common, assume_unique=True) for one in (first, second)]
    shared = numpy.intersect1d(*own, assume_unique=True)
    shares = tuple(len(shared) / max(1, len(hashes)) for hashes in own)
    return Pair(first, second, rarity, shared, (shares[0], shares[1]))
