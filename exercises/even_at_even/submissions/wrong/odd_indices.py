# exercise: even_at_even
"""Fault: picks at odd indices."""


def even_at_even(numbers):
    return [x for x in numbers[1::2] if x % 2 == 0]
