# exercise: timer
"""Fault: formats the label with braces."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        print((label + ": {:.3f}s").format(time.perf_counter() - start))
