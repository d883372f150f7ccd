# exercise: timer
"""Fault: takes the CPU time."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.process_time()
    try:
        yield
    finally:
        print(f"{label}: {time.process_time() - start:.3f}s")
