# exercise: even_at_even
"""Fault: gives a generator."""


def even_at_even(numbers):
    return (x for x in numbers[::2] if x % 2 == 0)
