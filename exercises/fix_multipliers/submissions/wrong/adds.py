# exercise: fix_multipliers
"""Fault: adds the number."""

def multipliers():
    return [lambda x, i=i: x + i for i in range(4)]
