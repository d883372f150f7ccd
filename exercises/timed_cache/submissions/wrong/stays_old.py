# exercise: timed_cache
"""Fault: does not note when a result was computed anew."""

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
            result = func(*args)
            cache[args] = (result, cache.get(args, (0, now))[1])
            return result

        return wrapper

    return decorator
