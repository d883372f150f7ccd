# exercise: even_at_even
"""Fault: gives None where there is nothing."""


def even_at_even(numbers):
    return [x for x in numbers[::2] if x % 2 == 0] or None
