# exercise: retry
"""Fault: the delay goes on growing from one call to the next."""

import functools
import random
import time


def retry(max_attempts=3, base_delay=1.0, max_delay=30.0, exceptions=(Exception,)):
    def decorator(func):
        step = 0

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            nonlocal step
            for attempt in range(1, max_attempts + 1):
                try:
                    return func(*args, **kwargs)
                except exceptions:
                    if attempt == max_attempts:
                        raise
                    delay = min(base_delay * 2**step, max_delay)
                    step += 1
                    time.sleep(delay + random.uniform(0, delay * 0.1))

        return wrapper

    return decorator
