# exercise: timer
"""Fault: leaves zeros at the end out."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        print(f"{label}: {round(time.perf_counter() - start, 3)}s")
