# exercise: even_at_even
"""Fault: removes from the list that it is given, and gives that."""


def even_at_even(numbers):
    numbers[:] = [x for x in numbers[::2] if x % 2 == 0]
    return numbers
