# exercise: timer
"""Fault: formats the label."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        print((label + ": %.3fs") % (time.perf_counter() - start))
