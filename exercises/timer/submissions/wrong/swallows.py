# exercise: timer
"""Fault: lets nothing through that was raised."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    except BaseException:
        pass
    finally:
        print(f"{label}: {time.perf_counter() - start:.3f}s")
