# exercise: rate_limiter
"""Fault: who slept takes a token without looking again, and no lock is held."""

import functools
import threading
import time


def rate_limit(calls_per_second, burst=None):
    capacity = max(1, calls_per_second) if burst is None else burst

    def decorator(func):
        lock = threading.Lock()
        tokens = capacity
        last = time.monotonic()

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            nonlocal tokens, last
            with lock:
                now = time.monotonic()
                tokens = min(capacity, tokens + (now - last) * calls_per_second)
                last = now
                wait = max(0, 1 - tokens) / calls_per_second
            if wait:
                time.sleep(wait)
                tokens, last = 0, time.monotonic()
            else:
                tokens -= 1
            return func(*args, **kwargs)

        return wrapper

    return decorator
