# exercise: timer
"""Fault: prints an empty line before."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        print(f"\n{label}: {time.perf_counter() - start:.3f}s")
