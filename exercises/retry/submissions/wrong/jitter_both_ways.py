# exercise: retry
"""Fault: the jitter may make the delay shorter."""

import functools
import random
import time


def retry(max_attempts=3, base_delay=1.0, max_delay=30.0, exceptions=(Exception,)):
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            for attempt in range(1, max_attempts + 1):
                try:
                    return func(*args, **kwargs)
                except exceptions:
                    if attempt == max_attempts:
                        raise
                    delay = min(base_delay * 2 ** (attempt - 1), max_delay)
                    time.sleep(delay + random.uniform(-delay * 0.1, delay * 0.1))

        return wrapper

    return decorator
