# exercise: timer
"""Fault: all timers share one beginning."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    global start
    start = time.perf_counter()
    try:
        yield
    finally:
        print(f"{label}: {time.perf_counter() - start:.3f}s")
