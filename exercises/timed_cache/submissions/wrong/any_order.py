# exercise: timed_cache
"""Fault: does not look at the order of the arguments."""

import functools
import time


def timed_cache(seconds):
    def decorator(func):
        cache = {}

        @functools.wraps(func)
        def wrapper(*args):
            now = time.monotonic()
            if frozenset(args) in cache:
                result, computed = cache[frozenset(args)]
                if now - computed < seconds:
                    return result
            result = func(*args)
            cache[frozenset(args)] = (result, now)
            return result

        return wrapper

    return decorator
