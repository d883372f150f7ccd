# exercise: timer
"""Fault: prints when the block begins."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    print(f"{label}: {time.perf_counter() - start:.3f}s")
    yield
