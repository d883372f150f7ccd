# exercise: timed_cache
"""Fault: looks at how many arguments there are."""

import functools
import time


def timed_cache(seconds):
    def decorator(func):
        cache = {}

        @functools.wraps(func)
        def wrapper(*args):
            now = time.monotonic()
            if len(args) in cache:
                result, computed = cache[len(args)]
                if now - computed < seconds:
                    return result
            result = func(*args)
            cache[len(args)] = (result, now)
            return result

        return wrapper

    return decorator
