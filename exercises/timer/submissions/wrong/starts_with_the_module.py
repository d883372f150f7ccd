# exercise: timer
"""Fault: begins to count when the module is imported."""

import time
from contextlib import contextmanager


start = time.perf_counter()


@contextmanager
def timer(label):
    try:
        yield
    finally:
        print(f"{label}: {time.perf_counter() - start:.3f}s")
