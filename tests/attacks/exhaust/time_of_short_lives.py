# exercise: least_non_representable
# attack: D08, S02
# must: earn no more than a stub
# within: 90 seconds
"""Right in one test, after half more CPU time than is allowed: it is used by children that live shorter than
a tick of the clock, so that whenever one is looked at it has used nothing, and nobody waits for their end."""

import os
import signal
import time


def burn(seconds):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    used = 0.0
    reading, writing = os.pipe()
    while used < seconds:
        for _ in range(2):
            if os.fork() == 0:
                end = time.process_time() + 0.008
                while time.process_time() < end:
                    pass
                os.write(writing, b"x")
                os._exit(0)
        used += 0.008 * len(os.read(reading, 2))


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
