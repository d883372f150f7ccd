# exercise: timed_cache
"""Fault: counts whole seconds only."""

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
                if int(now - computed) < seconds:
                    return result
            result = func(*args)
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
