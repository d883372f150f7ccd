# exercise: timer
"""Fault: prints nothing where something other than an Exception was raised."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    except Exception:
        print(f"{label}: {time.perf_counter() - start:.3f}s")
        raise
    else:
        print(f"{label}: {time.perf_counter() - start:.3f}s")
