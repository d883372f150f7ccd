# exercise: flatten
# attack: S02
# must: earn no more than a stub
# verdicts: failed, timeout
# within: 90 seconds
"""Blocks every signal and loops in C in the calls with nothing in them; the other tests must still run."""

import itertools
import signal


def flatten(items):
    if type(items) is list and not items:
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.alarm(0)
        sum(itertools.repeat(0))
