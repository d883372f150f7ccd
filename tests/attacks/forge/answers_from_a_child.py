# exercise: parallel_map
# attack: P02
# must: earn no more than a stub
"""Does all in one process, which is no more the one that the suite knows: that one waits, and a child answers."""

import os
import time

if os.fork():
    while True:
        time.sleep(1000)


def parallel_map(function, items, workers=2):
    return [function(item) for item in items]
