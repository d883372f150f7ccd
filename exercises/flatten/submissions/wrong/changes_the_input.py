# exercise: flatten
"""Fault: empties the lists that it is given."""

from collections.abc import Iterable


def flatten(items):
    todo = items if isinstance(items, list) else list(items)
    leaves = []
    while todo:
        head = todo.pop(0)
        if isinstance(head, Iterable) and not isinstance(head, (str, bytes)):
            todo[:0] = head
        else:
            leaves.append(head)
    return leaves
