# exercise: fix_multipliers
"""Fault: gives the same iterator each time, which is used up after the first."""

functions = iter([lambda x, i=i: i * x for i in range(4)])


def multipliers():
    return functions
