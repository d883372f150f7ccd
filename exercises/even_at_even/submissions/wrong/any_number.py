# exercise: even_at_even
"""Fault: looks at the indices only."""


def even_at_even(numbers):
    return numbers[::2]
