# exercise: flatten
# attack: D06, D12
# must: earn no more than a stub
# verdicts: memory, crashed
# within: 90 seconds
"""Shares memory with many children, each of which holds a part of it."""

import mmap
import os
import time

areas = []
for _ in range(40):
    area = mmap.mmap(-1, 16 << 20)
    areas.append(area)
    if os.fork() == 0:
        for place in range(0, 16 << 20, 4096):
            area[place] = 1
        time.sleep(1000)
time.sleep(1000)


def flatten(items):
    return None
