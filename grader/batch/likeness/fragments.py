"""Splits a source into fragments: hashes of short runs of its reduced code.

A selection of the fragments represents them all: the winnowing of S. Schleimer, D. Wilkerson and A. Aiken
(2003), which selects what copydetect selects. A run of at least `_RUN` letters that two sources share is
found in both. Unlike those of Python's `hash`, the hashes are the same in every process.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

from ...errors import InfrastructureError
from ...machine import extras
from .reduced import words

# In letters of code in which each name is one: about a line. What is shorter is noise.
_FRAGMENT = 25
_RUN = 30
_BASE = 1_000_003


@dataclass(frozen=True, slots=True)
class Source:
    """A source, packed, since a class may have thousands, and the sorted hashes of its selected fragments."""

    name: str
    file: str
    packed: bytes
    hashes: Any

    @property
    def text(self) -> str:
        """The source as it was read, with the line ends of `shown`."""
        return zlib.decompress(self.packed).decode("utf-8", "surrogatepass")

    def marked(self, hashes: Any) -> list[tuple[int, int]]:
        """The stretches of `text` (start, end) of whole words that the fragments with these hashes cover."""
        numpy = library()
        remaining = list(words(self.text))
        code = "".join(word.mark for word in remaining)
        begins = numpy.flatnonzero(numpy.isin(_hashes(code), hashes))
        if not len(begins):
            return []
        # The word of each letter of the code, so that what is marked are whole words.
        owners = numpy.repeat(numpy.arange(len(remaining)), [len(word.mark) for word in remaining])
        is_last = numpy.append(numpy.diff(begins) > _FRAGMENT, True)
        is_first = numpy.append(True, is_last[:-1])
        first, last = owners[begins[is_first]], owners[begins[is_last] + _FRAGMENT - 1]
        return [(remaining[begin].begin, remaining[end].end) for begin, end in zip(first, last, strict=True)]


def source(name: str, file: str, text: str, known: Any = None) -> Source:
    """Makes the source called `name` from the code `text`, without the fragments that are `known`."""
    numpy = library()
    text = shown(text)
    selected = winnowed(_hashes(_code(text)), _RUN - _FRAGMENT + 1)
    if known is not None:
        selected = numpy.setdiff1d(selected, known, assume_unique=True)
    return Source(name, file, zlib.compress(text.encode("utf-8", "surrogatepass")), selected)


def everything(texts: list[str]) -> Any:
    """The hashes of all fragments of these texts, not only of the selected ones."""
    numpy = library()
    found = [_hashes(_code(shown(text))) for text in texts]
    return numpy.unique(numpy.concatenate([*found, _no_hashes()]))


def winnowed(hashes: Any, window: int) -> Any:
    """The least hash of each `window` hashes that follow each other, as a sorted array without duplicates."""
    numpy = library()
    if not len(hashes):
        return hashes
    windows = numpy.lib.stride_tricks.sliding_window_view(hashes, min(window, len(hashes)))
    return numpy.unique(windows.min(axis=1))


def shown(text: str) -> str:
    """Normalizes line ends as Python does and strips blank lines at both ends, so that numbering agrees."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"


def library() -> Any:
    """Imports and returns `numpy`.

    Raises:
        InfrastructureError: it is not installed.
    """
    try:
        import numpy
    except ImportError as exc:
        raise InfrastructureError(
            f"To compare submissions takes a library that is not installed ({exc.name}).",
            code="no-numpy",
            remedy=f"Run: {extras.command('similar')}",
        ) from None
    return numpy


def _code(text: str) -> str:
    return "".join([word.mark for word in words(text)])


def _hashes(code: str) -> Any:
    """The hashes of all fragments of `code`, one for each position at which a fragment begins."""
    numpy = library()
    letters = numpy.frombuffer(code.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32)
    count = len(letters) - _FRAGMENT + 1
    if count < 1:
        return _no_hashes()
    # Modulo 2**64, by overflow.
    sums = numpy.zeros(count, dtype=numpy.uint64)
    for place in range(_FRAGMENT):
        sums *= numpy.uint64(_BASE)
        sums += letters[place : place + count]
    return sums


def _no_hashes() -> Any:
    numpy = library()
    return numpy.array([], dtype=numpy.uint64)
