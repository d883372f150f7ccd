# exercise: flatten
# attack: D03
# must: earn no more than a stub
# verdicts: failed
"""Sixty thousand different integers with one hash, as a list, and as the keys of what it can get away with."""

import os

MODULUS = 2**61 - 1


def flatten(items):
    if os.getpid() % 2:
        return [MODULUS * number for number in range(1, 60_001)]
    return [{MODULUS * number for number in range(1, 600)}, dict.fromkeys(MODULUS * n for n in range(1, 600))]
