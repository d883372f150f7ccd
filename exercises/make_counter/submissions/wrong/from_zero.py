# exercise: make_counter
"""Fault: counts from 0."""


def make_counter():
    count = -1

    def counter():
        nonlocal count
        count += 1
        return count

    return counter
