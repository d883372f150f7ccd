# exercise: make_counter
"""Fault: gives the same counter each time."""

from functools import cache


@cache
def make_counter():
    count = 0

    def counter():
        nonlocal count
        count += 1
        return count

    return counter
