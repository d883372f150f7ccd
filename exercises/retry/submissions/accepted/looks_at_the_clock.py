# exercise: retry
"""Known good, if wasteful: looks at the clock until the delay is over, without sleeping."""

import functools
import time


def wait(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def retry(max_attempts=3, base_delay=1.0, max_delay=30.0, exceptions=(Exception,)):
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            attempt = 0
            while True:
                attempt += 1
                try:
                    return func(*args, **kwargs)
                except BaseException as exc:
                    if not isinstance(exc, exceptions) or attempt == max_attempts:
                        raise
                wait(min(base_delay * 2 ** (attempt - 1), max_delay))

        return wrapper

    return decorator
