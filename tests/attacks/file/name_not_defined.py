# exercise: flatten
# attack: B05
# must: earn no more than a stub
# verdicts: failed, error
"""Defines nothing that was asked for, but something much like it."""


def Flatten(items):
    return items


flatten_ = flaten = Flatten
