# exercise: fix_multipliers
"""Fault: the numbers go on where an earlier call has stopped."""

import itertools

counter = itertools.count()


def multipliers():
    return [lambda x, i=next(counter): i * x for _ in range(4)]
