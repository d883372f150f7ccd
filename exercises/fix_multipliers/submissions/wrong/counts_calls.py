# exercise: fix_multipliers
"""Fault: counts the calls, so it is right only in this order."""

import itertools


def multipliers():
    counter = itertools.cycle(range(4))
    return [lambda x: next(counter) * x for _ in range(4)]
