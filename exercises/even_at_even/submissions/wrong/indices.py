# exercise: even_at_even
"""Fault: gives the indices."""


def even_at_even(numbers):
    return [i for i, x in enumerate(numbers) if i % 2 == 0 and x % 2 == 0]
