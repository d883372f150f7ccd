# exercise: rate_limiter
"""Known good: naps of a millisecond; `time.time`."""

import functools
import threading
import time


def rate_limit(calls_per_second, burst=None):
    capacity = max(1, calls_per_second) if burst is None else burst

    def decorator(func):
        lock = threading.Lock()
        tokens = capacity
        last = time.time()

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            nonlocal tokens, last
            while True:
                with lock:
                    now = time.time()
                    tokens = min(capacity, tokens + (now - last) * calls_per_second)
                    last = now
                    if tokens >= 1:
                        tokens -= 1
                        break
                time.sleep(0.001)
            return func(*args, **kwargs)

        return wrapper

    return decorator
