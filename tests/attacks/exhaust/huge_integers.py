# exercise: least_non_representable
# attack: D09
# must: earn no more than a stub
# verdicts: failed
"""Integers of 40 million bits, and just above what can be written in digits."""

import os
import sys

sys.set_int_max_str_digits(0)


class Number(int):
    pass


def least_non_representable(nums):
    exponent = (40_000_000, 14_284, 14_286, 100_000)[os.getpid() % 4]
    return (Number(1 << exponent), -(1 << exponent), [1 << exponent])[os.getpid() % 3]
