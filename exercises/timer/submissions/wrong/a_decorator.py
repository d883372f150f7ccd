# exercise: timer
"""Fault: is a decorator, and no context manager."""

import functools
import time


def timer(label):
    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            start = time.perf_counter()
            try:
                return func(*args, **kwargs)
            finally:
                print(f"{label}: {time.perf_counter() - start:.3f}s")

        return wrapper

    return decorate
