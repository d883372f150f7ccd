# exercise: even_at_even
"""Fault: deletes from the list that it is given."""


def even_at_even(numbers):
    del numbers[1::2]
    return [x for x in numbers if x % 2 == 0]
