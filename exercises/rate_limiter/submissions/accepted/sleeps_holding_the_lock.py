# exercise: rate_limiter
"""Known good: sleeps while it holds the lock, so that callers queue up there."""

from functools import wraps
from threading import Lock
from time import monotonic, sleep


def rate_limit(calls_per_second: float, burst: int | None = None):
    size = burst or max(1, calls_per_second)
    lock = Lock()
    state = {"tokens": float(size), "at": monotonic()}

    def refill():
        now = monotonic()
        state["tokens"] = min(size, state["tokens"] + (now - state["at"]) * calls_per_second)
        state["at"] = now

    def decorator(function):
        @wraps(function)
        def limited(*args, **kwargs):
            with lock:
                refill()
                if state["tokens"] < 1:
                    sleep((1 - state["tokens"]) / calls_per_second)
                    state["tokens"], state["at"] = 1.0, monotonic()
                state["tokens"] -= 1
            return function(*args, **kwargs)

        return limited

    return decorator
