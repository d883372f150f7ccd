# exercise: even_at_even
"""Known good: a slice in a list comprehension."""


def even_at_even(numbers):
    return [x for x in numbers[::2] if x % 2 == 0]
