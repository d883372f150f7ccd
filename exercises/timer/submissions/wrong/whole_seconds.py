# exercise: timer
"""Fault: cuts off at whole seconds."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        print(f"{label}: {int(time.perf_counter() - start):.3f}s")
