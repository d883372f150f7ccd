# exercise: rate_limiter
"""Known good: waits on a condition with a time-out, which gives the lock back meanwhile."""

import functools
import threading
import time


class Bucket:
    def __init__(self, rate, size):
        self.rate, self.size, self.tokens = rate, size, size
        self.at = time.monotonic()
        self.condition = threading.Condition()

    def take(self):
        with self.condition:
            while (missing := 1 - self.filled()) > 0:
                self.condition.wait(missing / self.rate)
            self.tokens -= 1

    def filled(self):
        now = time.monotonic()
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return self.tokens


def rate_limit(calls_per_second, burst=None):
    bucket = Bucket(calls_per_second, max(1, calls_per_second) if burst is None else burst)

    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            bucket.take()
            return func(*args, **kwargs)

        return wrapper

    return decorator
