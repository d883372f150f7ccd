# exercise: timed_cache
"""Fault: has no docstring."""

import functools
import time


def timed_cache(seconds):
    def decorator(func):
        cache = {}

        def wrapper(*args):
            now = time.monotonic()
            if args in cache:
                result, computed = cache[args]
                if now - computed < seconds:
                    return result
            result = func(*args)
            cache[args] = (result, now)
            return result

        wrapper.__name__ = func.__name__
        return wrapper

    return decorator
