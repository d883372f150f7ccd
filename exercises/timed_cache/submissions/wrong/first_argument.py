# exercise: timed_cache
"""Fault: looks at the first argument only."""

import functools
import time


def timed_cache(seconds):
    def decorator(func):
        cache = {}

        @functools.wraps(func)
        def wrapper(*args):
            now = time.monotonic()
            if args[:1] in cache:
                result, computed = cache[args[:1]]
                if now - computed < seconds:
                    return result
            result = func(*args)
            cache[args[:1]] = (result, now)
            return result

        return wrapper

    return decorator
