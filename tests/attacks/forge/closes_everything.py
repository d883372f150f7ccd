# exercise: flatten
# attack: P06
# must: earn no more than a stub
# verdicts: crashed
# within: 90 seconds
"""Closes every descriptor, or points it elsewhere, and then goes on for ever or comes back with an answer."""

import os
import time


def flatten(items):
    way = os.getpid() % 4
    null = os.open(os.devnull, os.O_RDWR)
    if way == 0:
        os.closerange(0, 4096)
        time.sleep(1000)
    if way == 1:
        os.closerange(0, 4096)
    if way == 2:
        for number in range(64):
            os.dup2(null, number)
    if way == 3:
        for number in range(null):
            os.dup2(null, number)
        time.sleep(1000)
    return []
