# exercise: flatten
"""A match statement and itertools.chain."""

from collections.abc import Iterable
from itertools import chain


def opened(item):
    match item:
        case str() | bytes():
            return (item,)
        case Iterable():
            return flatten(item)
        case _:
            return (item,)


def flatten(items):
    return chain.from_iterable(map(opened, items))
