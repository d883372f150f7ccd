# exercise: flatten12
"""A correct flatten."""

from collections.abc import Iterable


def flatten(items):
    """Give the leaves of `items`, from left to right."""
    stack = [iter(items)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, Iterable) and not isinstance(item, (str, bytes)):
                stack.append(iter(item))
                break
            yield item
        else:
            stack.pop()
