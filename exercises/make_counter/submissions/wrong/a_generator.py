# exercise: make_counter
"""Fault: gives a generator, which cannot be called."""


def make_counter():
    count = 0
    while True:
        count += 1
        yield count
