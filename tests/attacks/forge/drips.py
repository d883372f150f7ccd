# exercise: flatten
# attack: P10, D11
# must: earn no more than a stub
# within: 90 seconds
"""In one test answers byte by byte without end; in the others fills its streams before it answers."""

import os
import time


def flatten(items):
    if items == [1, [2, [3, [4]]], 5]:
        os.write(3, b"\0\0\xff\xff")
        while True:
            os.write(3, b"\5")
            time.sleep(0.2)
    for _ in range(30):
        os.write(2, bytes(60_000))
        os.write(1, bytes(60_000))
    return None
