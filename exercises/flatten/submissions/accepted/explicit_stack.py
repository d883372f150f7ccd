# exercise: flatten
"""A stack of iterators in place of the call stack: earns the whole bonus."""

from collections.abc import Iterable, Iterator
from typing import Any


def flatten(items: Iterable[Any]) -> Iterator[Any]:
    stack = [iter(items)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, Iterable) and not isinstance(item, (str, bytes)):
                stack.append(iter(item))
                break
            yield item
        else:
            stack.pop()
