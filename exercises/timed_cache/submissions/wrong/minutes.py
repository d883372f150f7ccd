# exercise: timed_cache
"""Fault: takes seconds for minutes."""

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
                if now - computed < seconds * 60:
                    return result
            result = func(*args)
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
