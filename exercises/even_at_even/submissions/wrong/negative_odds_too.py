# exercise: even_at_even
"""Fault: takes negative odd numbers for even ones."""


def even_at_even(numbers):
    return [x for x in numbers[::2] if x % 2 < 1 or x < 0]
