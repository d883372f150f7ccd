# exercise: timed_cache
"""Fault: keeps the seconds in one place for all functions."""

import functools
import time


limit = 0


def timed_cache(seconds):
    global limit
    limit = seconds

    def decorator(func):
        cache = {}

        @functools.wraps(func)
        def wrapper(*args):
            now = time.monotonic()
            if args in cache:
                result, computed = cache[args]
                if now - computed < limit:
                    return result
            result = func(*args)
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
