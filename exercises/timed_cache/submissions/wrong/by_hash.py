# exercise: timed_cache
"""Fault: keeps results by the arguments' hash."""

import functools
import time


def timed_cache(seconds):
    def decorator(func):
        cache = {}

        @functools.wraps(func)
        def wrapper(*args):
            now = time.monotonic()
            if hash(args) in cache:
                result, computed = cache[hash(args)]
                if now - computed < seconds:
                    return result
            result = func(*args)
            cache[hash(args)] = (result, now)
            return result

        return wrapper

    return decorator
