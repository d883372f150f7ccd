# exercise: fix_multipliers
"""Fault: methods of whole numbers, which know no floats."""

def multipliers():
    return [i.__mul__ for i in range(4)]
