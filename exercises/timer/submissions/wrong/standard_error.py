# exercise: timer
"""Fault: prints to standard error."""

import sys
import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        print(f"{label}: {time.perf_counter() - start:.3f}s", file=sys.stderr)
