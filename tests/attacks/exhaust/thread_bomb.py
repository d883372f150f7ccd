# exercise: flatten
# attack: D05
# must: earn no more than a stub
# verdicts: crashed, failed, error, timeout
# within: 90 seconds
"""Starts threads as long as it can, and threads from those."""

import _thread
import os
import time


def flatten(items):
    def more():
        while True:
            try:
                _thread.start_new_thread(more if os.getpid() % 2 else time.sleep, () if os.getpid() % 2 else (1000,))
            except RuntimeError:
                time.sleep(0.001)

    if os.getpid() % 4 < 2:
        more()
