# exercise: flatten
"""Fault: opens one level only."""

from collections.abc import Iterable


def flatten(items):
    result = []
    for item in items:
        if isinstance(item, Iterable) and not isinstance(item, (str, bytes)):
            result.extend(item)
        else:
            result.append(item)
    return result
