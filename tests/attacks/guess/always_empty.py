# exercise: flatten
# attack: G01
# must: earn at most 60 %
"""A constant answer: nothing."""


def flatten(items):
    return []
