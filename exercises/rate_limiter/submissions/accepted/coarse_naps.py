# exercise: rate_limiter
"""Known good: naps of a fiftieth of a second, and each wait begins with an empty bucket."""

import datetime
import functools
import threading
import time


def rate_limit(calls_per_second, burst=None):
    capacity = max(1, calls_per_second) if burst is None else burst
    lock = threading.Lock()
    tokens, last = capacity, datetime.datetime.now()

    def filled():
        passed = datetime.datetime.now() - last
        return min(capacity, tokens + passed.total_seconds() * calls_per_second)

    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            nonlocal tokens, last
            with lock:
                if filled() >= 1:
                    tokens, last = filled() - 1, datetime.datetime.now()
                else:
                    while filled() < 1:
                        time.sleep(0.015)
                    tokens, last = 0, datetime.datetime.now()
            return func(*args, **kwargs)

        return wrapper

    return decorator
