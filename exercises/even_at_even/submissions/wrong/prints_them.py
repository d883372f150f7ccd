# exercise: even_at_even
"""Fault: prints the numbers and gives nothing."""


def even_at_even(numbers):
    print([x for x in numbers[::2] if x % 2 == 0])
