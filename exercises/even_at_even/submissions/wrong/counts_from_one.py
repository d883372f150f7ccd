# exercise: even_at_even
"""Fault: the first number has the index one."""


def even_at_even(numbers):
    return [x for i, x in enumerate(numbers, 1) if i % 2 == 0 and x % 2 == 0]
