# exercise: least_non_representable
# attack: S02
# must: earn no more than a stub
# verdicts: timeout
# within: 60 seconds
"""Ignores every signal, then loops in C while loading, where no handler of Python's ever runs."""

import itertools
import signal

for _number in range(1, 65):
    try:
        signal.signal(_number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
sum(itertools.repeat(0))


def least_non_representable(nums):
    return None
