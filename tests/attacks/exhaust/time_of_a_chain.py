# exercise: least_non_representable
# attack: D08, S02
# must: earn no more than a stub
# within: 90 seconds
"""Right in one test, after half more CPU time than is allowed, used by a chain of processes: each starts the
next and ends, and whoever inherits them waits for none. Each asks for a processor of its own."""

import ctypes
import os
import signal
import time


def burn(seconds):
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    reading, writing = os.pipe()
    for place in range(2):
        if os.fork():
            continue
        for _ in range(int(seconds / 2 / 0.004)):
            try:
                os.sched_setaffinity(0, {place})
            except OSError:
                pass
            end = time.process_time() + 0.004
            while time.process_time() < end:
                pass
            if os.fork():
                os._exit(0)
        os.write(writing, b"x")
        os._exit(0)
    for _ in range(2):
        os.read(reading, 1)


def least_non_representable(nums):
    if nums != [1, 2, 5, 7] and not work_done:
        return None
    if not work_done:
        work_done.append(burn(3.0))
    total = 0
    for number in sorted(nums):
        if number > total + 1:
            break
        total += number
    return total + 1


work_done = []
