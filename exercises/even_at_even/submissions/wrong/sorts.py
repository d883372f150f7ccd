# exercise: even_at_even
"""Fault: sorts the numbers."""


def even_at_even(numbers):
    return sorted(x for x in numbers[::2] if x % 2 == 0)
