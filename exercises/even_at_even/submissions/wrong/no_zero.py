# exercise: even_at_even
"""Fault: leaves out zero."""


def even_at_even(numbers):
    return [x for x in numbers[::2] if x and x % 2 == 0]
