# exercise: make_counter
"""Fault: begins again after a thousand calls."""


def make_counter():
    count = 0

    def counter():
        nonlocal count
        count = count % 1000 + 1
        return count

    return counter
