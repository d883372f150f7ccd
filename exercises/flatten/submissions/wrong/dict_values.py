# exercise: flatten
"""Fault: dicts are opened by value."""

from collections.abc import Iterable, Mapping


def flatten(items):
    if isinstance(items, Mapping):
        items = items.values()
    for item in items:
        if isinstance(item, Iterable) and not isinstance(item, (str, bytes)):
            yield from flatten(item)
        else:
            yield item
