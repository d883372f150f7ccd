# exercise: flatten
# attack: D02
# must: earn no more than a stub
"""A length that is only claimed, for which `tuple` and the like make room before they read the first item."""

import itertools

claims = itertools.cycle([1 << 27, 1 << 31, 1 << 40, (1 << 63) - 1])


class Claims:
    def __init__(self):
        self.claim = next(claims)

    def __len__(self):
        return self.claim

    def __iter__(self):
        return iter(())

    def __getitem__(self, place):
        raise IndexError


def flatten(items):
    return Claims()
