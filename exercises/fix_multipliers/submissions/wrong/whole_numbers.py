# exercise: fix_multipliers
"""Fault: cuts off what comes after the point."""

def multipliers():
    return [lambda x, i=i: int(i * x) for i in range(4)]
