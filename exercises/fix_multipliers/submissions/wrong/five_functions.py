# exercise: fix_multipliers
"""Fault: one function too many."""

def multipliers():
    return [lambda x, i=i: i * x for i in range(5)]
