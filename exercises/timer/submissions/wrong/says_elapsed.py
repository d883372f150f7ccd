# exercise: timer
"""Fault: says more than it is asked."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        print(f"{label}: elapsed {time.perf_counter() - start:.3f}s")
