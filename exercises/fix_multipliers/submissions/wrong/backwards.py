# exercise: fix_multipliers
"""Fault: the other way round."""

def multipliers():
    return [lambda x, i=i: i * x for i in reversed(range(4))]
