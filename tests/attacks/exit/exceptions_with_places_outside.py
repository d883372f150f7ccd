# exercise: flatten
# attack: X05
# must: earn no more than a stub
# verdicts: failed
"""Errors of Unicode about places far outside of their text: CPython 3.11 reads there when it shows them."""

import itertools


def decoding(start):
    exc = UnicodeDecodeError("utf-8", b"", 0, 1, "x")
    exc.args = ("utf-8", b"A" * 400, start, start + 1, "x")
    return exc


def encoding(start):
    exc = UnicodeEncodeError("utf-8", "abc", 0, 1, "x")
    exc.args = ("utf-8", "abc", start, start + 1, "x")
    return exc


def translating(start):
    exc = UnicodeTranslateError("abc", 0, 1, "x")
    exc.args = ("abc", start, start + 1, "x")
    return exc


class Own(UnicodeDecodeError):
    pass


def own(start):
    exc = Own("utf-8", b"", 0, 1, "x")
    exc.args = ("utf-8", b"A" * 400, start, start + 1, "x")
    return exc


kinds = itertools.cycle(
    (kind, start)
    for start in (-(1 << 46), 1 << 46, -1, -40_000, 1 << 62, -(1 << 63))
    for kind in (decoding, encoding, translating, own)
)


def flatten(items):
    kind, start = next(kinds)
    raise kind(start)
