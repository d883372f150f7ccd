# exercise: rate_limiter
"""Fault: a thread adds a whole token at fixed moments, so that one may come just after a burst."""

import functools
import threading
import time


def rate_limit(calls_per_second, burst=None):
    tokens = threading.Semaphore(int(max(1, calls_per_second)) if burst is None else burst)
    capacity = tokens._value

    def fill():
        while True:
            time.sleep(1 / calls_per_second)
            if tokens._value < capacity:
                tokens.release()

    threading.Thread(target=fill, daemon=True).start()

    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            tokens.acquire()
            return func(*args, **kwargs)

        return wrapper

    return decorator
