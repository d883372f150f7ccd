# exercise: fix_multipliers
"""Fault: multiplies by 1, 2, 3 and 4."""

def multipliers():
    return [lambda x, i=i: i * x for i in range(1, 5)]
