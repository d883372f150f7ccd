# exercise: timed_cache
"""Fault: keeps results by the arguments' texts."""

import functools
import time


def timed_cache(seconds):
    def decorator(func):
        cache = {}

        @functools.wraps(func)
        def wrapper(*args):
            key = ", ".join(map(str, args))
            now = time.monotonic()
            if key in cache:
                result, computed = cache[key]
                if now - computed < seconds:
                    return result
            result = func(*args)
            cache[key] = (result, now)
            return result

        return wrapper

    return decorator
