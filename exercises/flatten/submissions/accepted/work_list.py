# exercise: flatten
"""A work list, replaced from the front: earns the bonus for depth, not the one for laziness."""

from collections import deque
from collections.abc import Iterable


def flatten(items):
    todo = deque(items)
    leaves = []
    while todo:
        head = todo.popleft()
        if isinstance(head, Iterable) and not isinstance(head, (str, bytes)):
            todo.extendleft(reversed(list(head)))
        else:
            leaves.append(head)
    return tuple(leaves)
