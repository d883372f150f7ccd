# exercise: even_at_even
"""Fault: begins at index two."""


def even_at_even(numbers):
    return [x for x in numbers[2::2] if x % 2 == 0]
