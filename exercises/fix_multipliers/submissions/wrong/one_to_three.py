# exercise: fix_multipliers
"""Fault: three functions, since 0 seemed of no use."""

def multipliers():
    return [lambda x, i=i: i * x for i in range(1, 4)]
