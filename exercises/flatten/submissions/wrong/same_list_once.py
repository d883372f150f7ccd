# exercise: flatten
# fails: test_left_to_right
"""Fault: opens a container only once where it occurs several times side by side."""

from collections.abc import Iterable


def flatten(items):
    opened = []
    for item in items:
        if not isinstance(item, Iterable) or isinstance(item, (str, bytes)):
            yield item
        elif not any(item is other for other in opened):
            opened.append(item)
            yield from flatten(item)
