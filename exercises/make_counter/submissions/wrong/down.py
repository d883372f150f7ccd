# exercise: make_counter
"""Fault: counts down."""


def make_counter():
    count = 2

    def counter():
        nonlocal count
        count -= 1
        return count

    return counter
