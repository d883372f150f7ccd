# exercise: even_at_even
"""Fault: leaves out negative numbers."""


def even_at_even(numbers):
    return [x for x in numbers[::2] if x >= 0 and x % 2 == 0]
