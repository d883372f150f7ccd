# exercise: timed_cache
"""Fault: keeps results to the end of a window of time."""

import functools
import time


def timed_cache(seconds):
    def decorator(func):
        cache = {}
        start = time.monotonic()

        @functools.wraps(func)
        def wrapper(*args):
            now = time.monotonic()
            if args in cache:
                result, computed = cache[args]
                if (now - start) // seconds == (computed - start) // seconds:
                    return result
            result = func(*args)
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
