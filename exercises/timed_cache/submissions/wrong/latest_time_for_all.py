# exercise: timed_cache
"""Fault: measures from the latest computation of any result."""

import functools
import time


def timed_cache(seconds):
    def decorator(func):
        cache, since = {}, [0]

        @functools.wraps(func)
        def wrapper(*args):
            now = time.monotonic()
            if args in cache:
                result, computed = cache[args]
                if now - since[0] < seconds:
                    return result
            result = func(*args)
            cache[args] = (result, now)
            since[0] = now
            return result

        return wrapper

    return decorator
