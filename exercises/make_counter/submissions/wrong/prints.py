# exercise: make_counter
"""Fault: prints the number and returns nothing."""


def make_counter():
    count = 0

    def counter():
        nonlocal count
        count += 1
        print(count)

    return counter
