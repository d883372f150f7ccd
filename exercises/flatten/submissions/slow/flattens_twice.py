# exercise: flatten
"""Slow: flattens each part twice, first to see whether it is empty: each level doubles the time."""

from collections.abc import Iterable


def opened(item):
    return isinstance(item, Iterable) and not isinstance(item, (str, bytes))


def copied(items):
    """Lists all the way down, since a generator cannot be read twice."""
    return [copied(item) if opened(item) else item for item in items]


def joined(items):
    result = []
    for item in items:
        if not opened(item):
            result.append(item)
        elif joined(item):
            result.extend(joined(item))
    return result


def flatten(items):
    return joined(copied(items))
