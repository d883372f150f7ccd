# exercise: timed_cache
"""Fault: throws away everything at once, by one time for all."""

import functools
import time


def timed_cache(seconds):
    def decorator(func):
        cache, since = {}, [time.monotonic()]

        @functools.wraps(func)
        def wrapper(*args):
            now = time.monotonic()
            if now - since[0] >= seconds:
                cache.clear()
                since[0] = now
            if args in cache:
                result, computed = cache[args]
                if True:
                    return result
            result = func(*args)
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
