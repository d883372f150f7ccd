# exercise: even_at_even
"""Fault: divides, and so spoils large numbers."""


def even_at_even(numbers):
    return [x for x in numbers[::2] if (x / 2).is_integer()]
