# exercise: flatten
# attack: D07
# must: earn no more than a stub
# verdicts: memory, crashed
# within: 90 seconds
"""Uses up the memory, as far as it is given, and ends with the status of success."""

import mmap
import os


held = []
try:
    while True:
        area = mmap.mmap(-1, 16 << 20)
        area.write(bytes(16 << 20))
        held.append(area)
finally:
    os._exit(0)


def flatten(items):
    return None
