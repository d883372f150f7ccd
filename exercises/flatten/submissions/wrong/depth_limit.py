# exercise: flatten
"""Fault: gives up at a depth of 100 and hands out what is left unopened."""

from collections.abc import Iterable


def flatten(items, depth=0):
    for item in items:
        if depth < 100 and isinstance(item, Iterable) and not isinstance(item, (str, bytes)):
            yield from flatten(item, depth + 1)
        else:
            yield item
