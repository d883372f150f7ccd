# exercise: rate_limiter
"""Known good: counts in nanoseconds, a semaphore as lock, and `Event.wait` for sleeping."""

import functools
import threading
import time

TOKEN = 10**9


def rate_limit(calls_per_second, burst=None):
    if burst is None:
        burst = max(1, calls_per_second)
    turn = threading.BoundedSemaphore(1)
    held, seen = int(burst * TOKEN), time.monotonic_ns()

    def take():
        """Nanoseconds to wait, or 0 where a token was taken."""
        nonlocal held, seen
        with turn:
            now = time.monotonic_ns()
            held = min(int(burst * TOKEN), held + int((now - seen) * calls_per_second))
            seen = now
            if held >= TOKEN:
                held -= TOKEN
                return 0
            return (TOKEN - held) / calls_per_second

    def decorator(func):
        def wrapper(*args, **kwargs):
            while nanoseconds := take():
                threading.Event().wait(nanoseconds / 1e9)
            return func(*args, **kwargs)

        return functools.update_wrapper(wrapper, func)

    return decorator
