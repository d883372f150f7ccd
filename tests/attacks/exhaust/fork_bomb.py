# exercise: flatten
# attack: D05, S01
# must: earn no more than a stub
# verdicts: crashed, timeout, memory
# within: 90 seconds
"""Forks as fast as it can, in sessions of their own, and the children go on while their parents are killed."""

import os
import signal

for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    try:
        if os.fork() == 0:
            os.setsid()
    except OSError:
        pass


def flatten(items):
    return []
