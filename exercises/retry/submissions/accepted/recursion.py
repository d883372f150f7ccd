# exercise: retry
"""Known good: calls itself for the next attempt; `from time import sleep`, no jitter."""

from functools import wraps
from time import sleep


def retry(max_attempts=3, base_delay=1.0, max_delay=30.0, exceptions=(Exception,)):
    def decorator(func):
        def attempt(left, delay, args, kwargs):
            try:
                return func(*args, **kwargs)
            except exceptions:
                if left == 1:
                    raise
            sleep(min(delay, max_delay))
            return attempt(left - 1, delay * 2, args, kwargs)

        @wraps(func)
        def wrapper(*args, **kwargs):
            return attempt(max_attempts, base_delay, args, kwargs)

        return wrapper

    return decorator
