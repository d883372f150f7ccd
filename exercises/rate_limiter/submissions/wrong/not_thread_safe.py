# exercise: rate_limiter
"""Fault: no lock at all."""

import functools
import time


def rate_limit(calls_per_second, burst=None):
    capacity = max(1, calls_per_second) if burst is None else burst

    def decorator(func):
        tokens = capacity
        last = time.monotonic()

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            nonlocal tokens, last
            while True:
                now = time.monotonic()
                tokens = min(capacity, tokens + (now - last) * calls_per_second)
                last = now
                if tokens >= 1:
                    tokens -= 1
                    break
                time.sleep((1 - tokens) / calls_per_second)
            return func(*args, **kwargs)

        return wrapper

    return decorator
