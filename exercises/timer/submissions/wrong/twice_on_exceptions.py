# exercise: timer
"""Fault: prints twice where the block raised."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    except BaseException:
        print(f"{label}: {time.perf_counter() - start:.3f}s")
        raise
    finally:
        print(f"{label}: {time.perf_counter() - start:.3f}s")
