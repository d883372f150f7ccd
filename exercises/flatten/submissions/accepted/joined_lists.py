# exercise: flatten
"""Joins lists recursively: not lazy, not fast, but right."""


def is_leaf(x):
    return type(x) in (str, bytes) or not hasattr(x, "__iter__")


def flatten(items):
    return sum(([x] if is_leaf(x) else flatten(x) for x in items), [])
