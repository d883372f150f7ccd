# exercise: timer
"""Fault: writes the label in capital letters."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        print(f"{label.title()}: {time.perf_counter() - start:.3f}s")
