# exercise: flatten
"""Fault: an empty container is given as a leaf."""

from collections.abc import Iterable, Sized


def flatten(items):
    for item in items:
        opened = isinstance(item, Iterable) and not isinstance(item, (str, bytes))
        if opened and not (isinstance(item, Sized) and len(item) == 0):
            yield from flatten(item)
        else:
            yield item
