# exercise: flatten
"""Fault: every leaf that is neither text nor a number is turned into text."""

from collections.abc import Iterable


def flatten(items):
    for item in items:
        if item is None or isinstance(item, (str, bytes, int, float)):
            yield item
        elif isinstance(item, Iterable):
            yield from flatten(item)
        else:
            yield str(item)
