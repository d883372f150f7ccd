# exercise: flatten
# attack: S01
# must: earn no more than a stub
# verdicts: failed
# within: 90 seconds
"""Each call leaves double-forked daemons that ignore every signal and hold all descriptors open."""

import os
import signal
import time


def _daemon():
    if os.fork():
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    for number in range(200, 210):  # copies of the pipes, in case the first ones are closed
        try:
            os.dup2(number % 4, number)
        except OSError:
            pass
    while True:
        time.sleep(1000)


def flatten(items):
    for _ in range(3):
        _daemon()
