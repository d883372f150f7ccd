# exercise: make_counter
"""Fault: returns the number before it is raised."""


def make_counter():
    count = 0

    def counter():
        nonlocal count
        count += 1
        return count - 1

    return counter
