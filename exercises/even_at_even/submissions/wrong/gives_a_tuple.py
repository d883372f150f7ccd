# exercise: even_at_even
"""Fault: gives a tuple."""


def even_at_even(numbers):
    return tuple(x for x in numbers[::2] if x % 2 == 0)
