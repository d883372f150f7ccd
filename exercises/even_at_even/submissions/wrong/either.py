# exercise: even_at_even
"""Fault: one of the two is enough."""


def even_at_even(numbers):
    return [x for i, x in enumerate(numbers) if i % 2 == 0 or x % 2 == 0]
