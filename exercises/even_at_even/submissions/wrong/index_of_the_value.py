# exercise: even_at_even
"""Fault: takes the first place of a number for its index."""


def even_at_even(numbers):
    return [x for x in numbers if x % 2 == 0 and numbers.index(x) % 2 == 0]
