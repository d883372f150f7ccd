# exercise: even_at_even
"""Fault: counts the indices after the odd numbers are gone."""


def even_at_even(numbers):
    return [x for x in numbers if x % 2 == 0][::2]
