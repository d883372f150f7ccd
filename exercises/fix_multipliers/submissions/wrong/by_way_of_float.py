# exercise: fix_multipliers
"""Fault: calculates with floats, which round large numbers."""

def multipliers():
    return [lambda x, i=float(i): type(x)(i * x) for i in range(4)]
