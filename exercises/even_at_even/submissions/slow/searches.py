# exercise: even_at_even
"""Slow: looks whether the index is among the even ones."""


def even_at_even(numbers):
    even = list(range(0, len(numbers), 2))
    return [x for i, x in enumerate(numbers) if x % 2 == 0 and i in even]
