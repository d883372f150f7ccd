# exercise: timed_cache
"""Fault: has one cache for all functions."""

import functools
import time


cache = {}


def timed_cache(seconds):
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args):
            now = time.monotonic()
            if args in cache:
                result, computed = cache[args]
                if now - computed < seconds:
                    return result
            result = func(*args)
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
