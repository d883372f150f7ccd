# exercise: timer
# fails: test_label
"""Fault: takes the blanks off the ends of the label."""

import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    begin = time.perf_counter()
    try:
        yield
    finally:
        print(f"{label.strip()}: {time.perf_counter() - begin:.3f}s")
