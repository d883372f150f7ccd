# exercise: even_at_even
"""Slow: takes the first number off a copy, again and again."""


def even_at_even(numbers):
    result, rest = [], list(numbers)
    while rest:
        if rest[0] % 2 == 0:
            result = result + [rest[0]]
        rest = rest[2:]
    return result
