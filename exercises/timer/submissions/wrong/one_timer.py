# exercise: timer
"""Fault: gives the same timer for the same label."""

import functools
import time
from contextlib import contextmanager


@contextmanager
def begin(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        print(f"{label}: {time.perf_counter() - start:.3f}s")


@functools.cache
def timer(label):
    return begin(label)
