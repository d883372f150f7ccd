# exercise: timer
"""Fault: tells minutes where there are more than sixty seconds."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds = time.perf_counter() - start
        minutes, rest = divmod(seconds, 60)
        text = f"{minutes:.0f}m {rest:.3f}s" if minutes else f"{rest:.3f}s"
        print(f"{label}: {text}")
