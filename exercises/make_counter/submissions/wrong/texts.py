# exercise: make_counter
"""Fault: returns texts."""


def make_counter():
    count = 0

    def counter():
        nonlocal count
        count += 1
        return str(count)

    return counter
