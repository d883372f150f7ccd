# exercise: flatten
# attack: D15, P03
# must: earn no more than a stub
"""Fifty megabytes of text in an error, in a leaf, in a name, in a key, and as many short ones as can be sent."""

import os

TEXT = "x\n" * 3_500_000


def flatten(items):
    way = os.getpid() % 20  # each once, by and large
    if way == 0:
        raise ValueError(TEXT * 7)
    if way == 1:
        return [TEXT * 7]
    if way == 2:
        return type(TEXT, (), {"__iter__": None})()
    if way == 3:
        return {TEXT: 1}
    if way == 4:
        return ["\x1b[2J" for _ in range(900_000)]
    if way == 5:
        return [TEXT, TEXT.encode()]
    return None
