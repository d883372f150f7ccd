# exercise: flatten12
"""Opens one level only."""

from collections.abc import Iterable


def flatten(items):
    """Give the items of what is in `items`, from left to right."""
    for item in items:
        if isinstance(item, Iterable) and not isinstance(item, (str, bytes)):
            yield from item
        else:
            yield item
