# exercise: make_counter
"""Fault: a new counter goes on where the last one is."""

import itertools

last = itertools.count(1)


def make_counter():
    return lambda: next(last)
