# exercise: timed_cache
"""Fault: gives what is too old where the function raises."""

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
            try:
                result = func(*args)
            except Exception:
                if args in cache:
                    return cache[args][0]
                raise
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
