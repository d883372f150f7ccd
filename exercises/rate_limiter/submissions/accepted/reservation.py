# exercise: rate_limiter
"""Known good: each call reserves its moment at once (GCRA) and sleeps until then; `perf_counter`."""

import functools
import threading
import time


class rate_limit:
    """The decorator is an instance; its only state is when the bucket will be full again."""

    def __init__(self, calls_per_second, burst=None):
        self.interval = 1 / calls_per_second
        self.tolerance = self.interval * ((max(1, calls_per_second) if burst is None else burst) - 1)
        self.full_at = time.perf_counter()
        self.lock = threading.RLock()

    def __call__(self, func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            time.sleep(self.reserve())
            return func(*args, **kwargs)

        return wrapper

    def reserve(self):
        with self.lock:
            now = time.perf_counter()
            start = max(self.full_at, now)
            self.full_at = start + self.interval
            return max(0, start - self.tolerance - now)
