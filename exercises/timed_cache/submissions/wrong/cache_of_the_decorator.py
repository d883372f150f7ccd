# exercise: timed_cache
"""Fault: has one cache for each timed_cache(...)."""

import functools
import time


def timed_cache(seconds):
    cache = {}

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
