# exercise: flatten
"""Fault: leaves that count as false (0, None, the empty string) get lost."""

from collections.abc import Iterable


def flatten(items):
    for item in items:
        if not item:
            continue
        if isinstance(item, Iterable) and not isinstance(item, (str, bytes)):
            yield from flatten(item)
        else:
            yield item
