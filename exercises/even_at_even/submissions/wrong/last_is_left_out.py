# exercise: even_at_even
"""Fault: does not look at the last number."""


def even_at_even(numbers):
    return [numbers[i] for i in range(0, len(numbers) - 1, 2) if numbers[i] % 2 == 0]
