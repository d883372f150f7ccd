# exercise: flatten
"""Fault: looks into each iterable before opening it, which uses generators up."""

from collections.abc import Iterable


def flatten(items):
    for item in items:
        if isinstance(item, Iterable) and not isinstance(item, (str, bytes)):
            if any(True for _ in item):
                yield from flatten(item)
        else:
            yield item
