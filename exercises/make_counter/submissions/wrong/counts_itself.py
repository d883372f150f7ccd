# exercise: make_counter
"""Fault: make_counter counts its own calls."""

count = 0


def make_counter():
    global count
    count += 1
    number = count
    return lambda: number
