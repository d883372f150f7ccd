# exercise: flatten
"""Known good: a recursive generator. Lazy, but not made for 50 000 levels."""

from collections.abc import Iterable


def flatten(items):
    for item in items:
        if isinstance(item, Iterable) and not isinstance(item, (str, bytes)):
            yield from flatten(item)
        else:
            yield item
