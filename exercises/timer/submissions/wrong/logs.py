# exercise: timer
"""Fault: logs instead of printing."""

import logging
import time
from contextlib import contextmanager


@contextmanager
def timer(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        logging.warning(f"{label}: {time.perf_counter() - start:.3f}s")
