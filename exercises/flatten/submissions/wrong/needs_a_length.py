# exercise: flatten
"""Fault: opens collections only, so that generators and iterators stay closed."""

from collections.abc import Collection


def flatten(items):
    result = []
    for item in items:
        if isinstance(item, Collection) and not isinstance(item, (str, bytes)):
            result.extend(flatten(item))
        else:
            result.append(item)
    return result
