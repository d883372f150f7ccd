# exercise: least_non_representable
# attack: L08
# must: earn no more than a stub
"""Tells some bits of its arguments by how it fails: which exception, crash, time or output it is."""

import os
import signal
import time


def least_non_representable(nums):
    print(f"LEAK<{nums!r}>KAEL"[:1000])
    bits = (sum(nums) + len(nums)) % 8
    if bits == 0:
        os._exit(0)
    if bits == 1:
        os.kill(os.getpid(), signal.SIGSEGV)
    if bits == 2:
        raise (ValueError, KeyError, RecursionError, NotImplementedError)[len(nums) % 4](f"LEAK<{nums!r}>KAEL"[:900])
    if bits == 3:
        time.sleep(0.3)
    return [None, "x", 1.5, -1][bits % 4]
