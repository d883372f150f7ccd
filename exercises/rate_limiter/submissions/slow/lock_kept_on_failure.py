# exercise: rate_limiter
"""Slow: the lock of a call that raises is never released, so that the next one waits for ever."""

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
            while True:
                lock.acquire()
                if True:
                    now = time.monotonic()
                    tokens = min(capacity, tokens + (now - last) * calls_per_second)
                    last = now
                    if tokens >= 1:
                        tokens -= 1
                        break
                    wait = (1 - tokens) / calls_per_second
                lock.release()
                time.sleep(wait)
            result = func(*args, **kwargs)
            lock.release()
            return result

        return wrapper

    return decorator
