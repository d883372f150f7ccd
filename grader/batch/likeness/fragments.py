"""Splits a source into fragments: hashes of short runs of code without names, texts, comments and space.

A selection of the fragments represents them all: the winnowing of S. Schleimer, D. Wilkerson and A. Aiken
(2003), as copydetect implements it. A run of at least `_RUN` characters that two sources share is found in
both. Unlike those of Python's `hash`, the hashes are the same in every process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...errors import InfrastructureError
from ...machine import extras

# In characters of code in which each name is one: about a line. What is shorter is noise.
_FRAGMENT = 25
_RUN = 30
_BASE = 1_000_003


@dataclass(frozen=True, slots=True)
class Source:
    """A source and its selected fragments as arrays: hashes, and positions in the filtered code."""

    name: str
    file: str
    text: str
    hashes: Any
    places: Any
    offsets: Any

    def marked(self, hashes: Any) -> list[tuple[int, int]]:
        """The stretches of `text` (start, end) of whole words that the fragments with these hashes cover."""
        copydetect, numpy = libraries()
        begin, end = copydetect.get_copied_slices(self.places[numpy.isin(self.hashes, hashes)], _FRAGMENT)
        found = []
        for first, last in zip(begin.astype(int), end.astype(int), strict=True):
            found.append(_whole_words(self.text, self._in_text(first), self._in_text(last - 1) + 1))
        return found

    def _in_text(self, place: int) -> int:
        """Translates a position in the filtered code into the position in `text`."""
        _, numpy = libraries()
        before = numpy.searchsorted(self.offsets[:, 0], place, side="left") - 1
        return min(place + int(self.offsets[max(before, 0), 1]), len(self.text))


def _whole_words(text: str, begin: int, end: int) -> tuple[int, int]:
    """Widens a stretch of `text` to whole words: a name is one character of a fragment."""
    while 0 < begin < len(text) and _is_inside_word(text, begin):
        begin -= 1
    while 0 < end < len(text) and _is_inside_word(text, end):
        end += 1
    return begin, end


def _is_inside_word(text: str, place: int) -> bool:
    return (text[place - 1] + text[place]).replace("_", "a").isalnum()


def source(name: str, file: str, text: str) -> Source:
    """Makes the source called `name` from the code `text`."""
    copydetect, _ = libraries()
    text = shown(text)
    code, offsets = copydetect.filter_code(text, "", "python")
    hashes, places = copydetect.winnow(_hashes(code), _RUN - _FRAGMENT + 1, remove_duplicates=False)
    return Source(name, file, text, hashes, places, _rising(offsets))


def everything(texts: list[str]) -> Any:
    """The hashes of all fragments of these texts, not only of the selected ones."""
    copydetect, numpy = libraries()
    found = [_hashes(copydetect.filter_code(shown(text), "", "python")[0]) for text in texts]
    return numpy.unique(numpy.concatenate([*found, numpy.array([], dtype=numpy.int64)]))


def shown(text: str) -> str:
    """Normalizes line ends as Python does and strips blank lines at both ends, so that numbering agrees."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"


def libraries() -> tuple[Any, Any]:
    """Imports and returns the modules `copydetect.utils` and `numpy`.

    Raises:
        InfrastructureError: they are not installed.
    """
    try:
        import numpy
        from copydetect import utils  # type: ignore[import-untyped]
    except ImportError as exc:
        raise InfrastructureError(
            f"To compare submissions takes a library that is not installed ({exc.name}).",
            code="no-copydetect",
            remedy=f"Run: {extras.command('similar')}",
        ) from None
    return utils, numpy


def _hashes(code: str) -> Any:
    """The hashes of all fragments of `code`, one for each position at which a fragment begins."""
    _, numpy = libraries()
    letters = numpy.frombuffer(code.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32)
    if len(letters) < _FRAGMENT:
        return numpy.array([], dtype=numpy.int64)
    # Modulo 2**64, by overflow; halved, since copydetect compares them as floats and with infinity.
    powers = numpy.cumprod(numpy.full(_FRAGMENT, _BASE, dtype=numpy.uint64))
    windows = numpy.lib.stride_tricks.sliding_window_view(letters.astype(numpy.uint64), _FRAGMENT)
    sums = (windows * powers).sum(axis=1, dtype=numpy.uint64)
    return (sums >> numpy.uint64(11)).astype(numpy.int64)


def _rising(offsets: Any) -> Any:
    """Corrects copydetect's table of offsets, which must not decrease: at a class it counts only the name."""
    _, numpy = libraries()
    pairs = numpy.asarray(offsets).reshape(-1, 2)
    return numpy.column_stack([pairs[:, 0], numpy.maximum.accumulate(pairs[:, 1])])
