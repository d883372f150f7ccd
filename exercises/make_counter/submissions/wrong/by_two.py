# exercise: make_counter
"""Fault: counts in steps of two."""


def make_counter():
    count = -1

    def counter():
        nonlocal count
        count += 2
        return count

    return counter
