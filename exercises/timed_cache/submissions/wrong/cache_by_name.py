# exercise: timed_cache
"""Fault: has one cache for functions of one name."""

import functools
import time


caches = {}


def timed_cache(seconds):
    def decorator(func):
        cache = caches.setdefault(func.__name__, {})

        @functools.wraps(func)
        def wrapper(*args):
            now = time.monotonic()
            if args in cache:
                result, computed = cache[args]
                if now - computed < seconds:
                    return result
            result = func(*args)
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
