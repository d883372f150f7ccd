# exercise: fix_multipliers
"""Fault: gives products of 2 instead of functions."""

def multipliers():
    return [i * 2 for i in range(4)]
