# exercise: rate_limiter
"""Fault: no bucket, but at most burst calls within the time in which burst tokens flow in."""

import collections
import functools
import threading
import time


def rate_limit(calls_per_second, burst=None):
    burst = int(max(1, calls_per_second)) if burst is None else burst

    def decorator(func):
        lock = threading.Lock()
        times = collections.deque(maxlen=burst)

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            with lock:
                if len(times) == burst:
                    time.sleep(max(0, times[0] + burst / calls_per_second - time.monotonic()))
                times.append(time.monotonic())
            return func(*args, **kwargs)

        return wrapper

    return decorator
