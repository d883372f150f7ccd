# exercise: flatten
"""Fault: strings are split into letters."""

from collections.abc import Iterable


def flatten(items):
    for item in items:
        if isinstance(item, bytes) or (isinstance(item, str) and len(item) <= 1):
            yield item
        elif isinstance(item, Iterable):
            yield from flatten(item)
        else:
            yield item
