# exercise: rate_limiter
"""Fault: holds a lock while the function is at work."""

import functools
import threading
import time


def rate_limit(calls_per_second, burst=None):
    capacity = max(1, calls_per_second) if burst is None else burst

    def decorator(func):
        lock = threading.Lock()
        running = threading.Lock()
        tokens = capacity
        last = time.monotonic()

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            nonlocal tokens, last
            while True:
                with lock:
                    now = time.monotonic()
                    tokens = min(capacity, tokens + (now - last) * calls_per_second)
                    last = now
                    if tokens >= 1:
                        tokens -= 1
                        break
                    wait = (1 - tokens) / calls_per_second
                time.sleep(wait)
            with running:
                return func(*args, **kwargs)

        return wrapper

    return decorator
