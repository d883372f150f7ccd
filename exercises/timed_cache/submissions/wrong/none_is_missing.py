# exercise: timed_cache
"""Fault: does not keep None."""

import functools
import time


def timed_cache(seconds):
    def decorator(func):
        cache = {}

        @functools.wraps(func)
        def wrapper(*args):
            now = time.monotonic()
            result, computed = cache.get(args, (None, 0))
            if result is not None:
                if now - computed < seconds:
                    return result
            result = func(*args)
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
