# exercise: flatten
"""Fault: bytes are opened, into numbers."""

from collections.abc import Iterable


def flatten(items):
    for item in items:
        if isinstance(item, Iterable) and not isinstance(item, str):
            yield from flatten(item)
        else:
            yield item
