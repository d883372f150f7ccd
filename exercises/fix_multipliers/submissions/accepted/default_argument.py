# exercise: fix_multipliers
"""Known good: a default argument holds the number that `i` is now."""

def multipliers():
    return [lambda x, i=i: i * x for i in range(4)]
