# exercise: timed_cache
"""Fault: keeps the latest result only."""

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
            cache.clear()
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
