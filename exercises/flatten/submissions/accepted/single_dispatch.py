# exercise: flatten
"""Dispatch on the type: one function for leaves, one for what is opened."""

from collections.abc import Iterable
from functools import singledispatch


@singledispatch
def leaves(thing):
    yield thing


@leaves.register(Iterable)
def _(thing):
    for inner in thing:
        yield from leaves(inner)


@leaves.register(str)
@leaves.register(bytes)
def _(thing):
    yield thing


def flatten(items):
    return leaves(items)
