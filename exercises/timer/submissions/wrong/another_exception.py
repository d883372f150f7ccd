# exercise: timer
"""Fault: raises an exception of its own."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    except Exception as exc:
        raise RuntimeError(label) from exc
    finally:
        print(f"{label}: {time.perf_counter() - start:.3f}s")
