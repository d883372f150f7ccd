# exercise: flatten
# attack: X07, S03
# must: earn no more than a stub
# verdicts: failed
"""Sends every signal to the first process of the sandbox, one test after the other."""

import os
import signal


def flatten(items):
    for number in signal.valid_signals():
        try:
            os.kill(1, number)
        except OSError:
            pass
