# exercise: timed_cache
"""Right: throws away whatever is too old at each call, and counts in nanoseconds."""

import functools
from time import perf_counter_ns


def timed_cache(seconds):
    def decorate(func):
        kept = {}

        @functools.wraps(func)
        def inner(*args):
            now = perf_counter_ns()
            # The oldest ones come first.
            while kept:
                oldest = next(iter(kept))
                if now - kept[oldest][0] < seconds * 1e9:
                    break
                del kept[oldest]
            if args not in kept:
                kept[args] = (now, func(*args))
            return kept[args][1]

        return inner

    return decorate
