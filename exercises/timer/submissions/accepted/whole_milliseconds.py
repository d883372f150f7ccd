# exercise: timer
"""Counts nanoseconds, and cuts off what is less than a millisecond."""

import contextlib
import sys
import time


class Timer(contextlib.ContextDecorator):
    def __init__(self, label):
        self.label = label

    def __enter__(self):
        self.start = time.perf_counter_ns()

    def __exit__(self, kind, exc, traceback):
        milliseconds = (time.perf_counter_ns() - self.start) // 1_000_000
        sys.stdout.write(f"{self.label}: {milliseconds // 1000}.{milliseconds % 1000:03d}s\n")
        return False


def timer(label):
    return Timer(label)
