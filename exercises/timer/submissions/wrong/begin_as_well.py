# exercise: timer
"""Fault: prints a line at the beginning, too."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    print(f"{label} begins")
    start = time.perf_counter()
    try:
        yield
    finally:
        print(f"{label}: {time.perf_counter() - start:.3f}s")
