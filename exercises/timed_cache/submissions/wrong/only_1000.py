# exercise: timed_cache
# fails: test_arguments
"""Fault: forgets everything when there are more than a thousand results."""

import functools
import time


def timed_cache(seconds):
    def decorator(function):
        kept = {}

        @functools.wraps(function)
        def wrapper(*args):
            if args in kept and time.monotonic() - kept[args][0] < seconds:
                return kept[args][1]
            if len(kept) > 1000:
                kept.clear()
            result = function(*args)
            kept[args] = time.monotonic(), result
            return result

        return wrapper

    return decorator
