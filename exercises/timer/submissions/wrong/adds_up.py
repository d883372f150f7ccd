# exercise: timer
"""Fault: adds up the times of one label."""

import time
from contextlib import contextmanager


total = {}


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        total[label] = total.get(label, 0) + time.perf_counter() - start
        print(f"{label}: {total[label]:.3f}s")
