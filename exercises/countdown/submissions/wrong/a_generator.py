# exercise: countdown
"""Fault: a generator function, whose result can be read once only."""


def CountdownIterable(start):
    while start > 0:
        yield start
        start -= 1
