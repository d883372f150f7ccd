# exercise: timed_cache
"""Fault: gives the first result again for ever after the first time."""

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
            result = cache.get(args, (result, 0))[0]
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
