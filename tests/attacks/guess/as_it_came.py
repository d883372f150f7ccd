# exercise: flatten
# attack: G01
# must: earn at most 60 %
"""Gives the argument back as it came."""


def flatten(items):
    return items
