# exercise: even_at_even
"""Fault: looks at the numbers only."""


def even_at_even(numbers):
    return [x for x in numbers if x % 2 == 0]
