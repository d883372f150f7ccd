# exercise: fix_multipliers
"""`functools.partial` of a product."""

from functools import partial
from operator import mul


def multipliers():
    return tuple(map(partial, [mul] * 4, range(4)))
