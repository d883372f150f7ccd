# exercise: flatten
# attack: D08
# must: earn no more than a stub
# verdicts: timeout
# within: 90 seconds
"""Stops every clock, clears every alarm, ignores every signal, lifts its own limits, and then goes on for ever."""

import faulthandler
import resource
import signal
import time

for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time", "clock_gettime"):
    setattr(time, name, lambda *args: 0.0)
signal.setitimer(signal.ITIMER_REAL, 0)
signal.alarm(0)
faulthandler.cancel_dump_traceback_later()
for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
for limit in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_NPROC):
    try:
        resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        pass
while True:
    pass


def flatten(items):
    return None
