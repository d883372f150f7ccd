# exercise: flatten12
"""A correct flatten that prints some 4 MB in each of twelve tests: 50 MB in all, each below the limit."""

from collections.abc import Iterable

_LINE = "x" * 999 + "\n"
for _ in range(4200):
    print(_LINE, end="")


def flatten(items):
    """Give the leaves of `items`, from left to right."""
    for item in items:
        if isinstance(item, Iterable) and not isinstance(item, (str, bytes)):
            yield from flatten(item)
        else:
            yield item
