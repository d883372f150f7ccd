# exercise: make_counter
"""Fault: stops at 255."""


def make_counter():
    count = 0

    def counter():
        nonlocal count
        count = min(count + 1, 255)
        return count

    return counter
