# exercise: timed_cache
"""Fault: keeps exceptions."""

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
                    if isinstance(result, Exception):
                        raise result
                    return result
            try:
                result = func(*args)
            except Exception as exc:
                cache[args] = (exc, now)
                raise
            cache[args] = (result, now)
            return result

        return wrapper

    return decorator
