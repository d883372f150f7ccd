# exercise: flatten
# attack: D02
# must: earn no more than a stub
# verdicts: failed
"""Answers that are or say that they are a thousand million items long."""

import os


class Long:
    def __len__(self):
        return 10**9

    __length_hint__ = __len__

    def __getitem__(self, place):
        return 0


class Longer(Long):
    def __len__(self):
        return 2**200


class Negative(Long):
    def __len__(self):
        return -1


def flatten(items):
    return (lambda: range(10**9), lambda: range(-(10**18), 10**18), Long, Longer, Negative)[os.getpid() % 5]()
