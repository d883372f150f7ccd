# exercise: fix_multipliers
"""Fault: takes powers."""

def multipliers():
    return [lambda x, i=i: x**i for i in range(4)]
