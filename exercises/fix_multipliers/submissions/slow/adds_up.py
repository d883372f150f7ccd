# exercise: fix_multipliers
"""Slow: adds the factor as often as the number says."""

def times(factor, number):
    if isinstance(number, float):
        return factor * number
    total = 0
    for _ in range(abs(number)):
        total += factor
    return total if number >= 0 else -total


def multipliers():
    return [lambda x, i=i: times(i, x) for i in range(4)]
