# exercise: timed_cache
"""Fault: an exception makes the old result last longer."""

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
            if args in cache:
                cache[args] = (cache[args][0], now)
            result = func(*args)
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
