# exercise: retry
"""Known good: naps of a millisecond until `time.time` says that it is enough."""

import functools
import time


def retry(max_attempts=3, base_delay=1.0, max_delay=30.0, exceptions=(Exception,)):
    def decorator(func):
        def wrapper(*args, **kwargs):
            failed = 0
            while failed < max_attempts - 1:
                try:
                    return func(*args, **kwargs)
                except exceptions:
                    failed += 1
                    until = time.time() + min(base_delay * 2.0 ** (failed - 1), max_delay)
                    while time.time() < until:
                        time.sleep(0.001)
            return func(*args, **kwargs)

        return functools.update_wrapper(wrapper, func)

    return decorator
