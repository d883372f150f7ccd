# exercise: flatten
"""Fault: gives the leaves level by level instead of from left to right."""

from collections.abc import Iterable


def flatten(items):
    level = list(items)
    while level:
        below = []
        for item in level:
            if isinstance(item, Iterable) and not isinstance(item, (str, bytes)):
                below.extend(item)
            else:
                yield item
        level = below
