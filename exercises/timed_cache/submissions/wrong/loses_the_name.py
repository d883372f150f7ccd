# exercise: timed_cache
"""Fault: has the name of the wrapper."""

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

        wrapper.__doc__ = func.__doc__
        return wrapper

    return decorator
