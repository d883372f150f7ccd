# exercise: flatten
# attack: D16, S09
# must: earn no more than a stub
# verdicts: timeout
# within: 90 seconds
"""Sleeps while it is loaded, in every test."""

import time

time.sleep(1000)


def flatten(items):
    return None
