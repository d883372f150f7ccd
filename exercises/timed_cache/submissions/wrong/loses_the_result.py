# exercise: timed_cache
"""Fault: gives nothing when it computes."""

import functools
import time


def timed_cache(seconds):
    def decorator(func):
        cache = {}

        @functools.wraps(func)
        def wrapper(*args):
            now = time.monotonic()
            if args in cache:
                result, computed = cache[args]
                if now - computed < seconds:
                    return result
            result = func(*args)
            cache[args] = (result, now)

        return wrapper

    return decorator
