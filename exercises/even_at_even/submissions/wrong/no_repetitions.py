# exercise: even_at_even
"""Fault: leaves out what was picked already."""


def even_at_even(numbers):
    return list(dict.fromkeys(x for x in numbers[::2] if x % 2 == 0))
