# exercise: flatten
"""Fault: gives a leaf that occurs again only once."""

from collections.abc import Iterable


def flatten(items):
    found = []

    def walk(inner):
        for item in inner:
            if isinstance(item, Iterable) and not isinstance(item, (str, bytes)):
                walk(item)
            elif item not in found:
                found.append(item)

    walk(items)
    return found
