# exercise: least_non_representable
"""Slow: a table of all sums, one bit for each: far too large for large numbers."""


def least_non_representable(nums):
    table = 1
    for number in sorted(nums):
        table |= table << number
    # The lowest bit that is not set.
    return (~table & (table + 1)).bit_length() - 1
