# exercise: flatten
# attack: D02, D06
# must: earn no more than a stub
# within: 240 seconds
"""Answers of a few bytes that become as many items as whoever takes all of them has memory for."""


def flatten(items):
    return range(1 << 40, (1 << 40) + (1 << 28))
