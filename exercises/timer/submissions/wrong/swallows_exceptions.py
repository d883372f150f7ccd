# exercise: timer
"""Fault: swallows exceptions."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    except Exception:
        pass
    finally:
        print(f"{label}: {time.perf_counter() - start:.3f}s")
