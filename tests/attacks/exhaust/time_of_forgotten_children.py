# exercise: least_non_representable
# attack: D08, S02
# must: earn no more than a stub
"""Right in one test, after three times the CPU time that is allowed: it is used by children whose end
nobody waits for, so that it is in no parent's account."""

import os
import signal
import time


def least_non_representable(nums):
    if nums != [1, 2, 5, 7] and not work_done:
        return None
    if not work_done:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        for _ in range(12):
            done, still_open = os.pipe()
            if os.fork() == 0:
                while time.process_time() < 0.5:
                    pass
                os._exit(0)
            os.close(still_open)
            os.read(done, 1)
            os.close(done)
        work_done.append(True)
    total = 0
    for number in sorted(nums):
        if number > total + 1:
            break
        total += number
    return total + 1


work_done = []
