# exercise: retry
"""Known good: a class with `__call__`, `functools.update_wrapper` and `Event.wait`; keeps the exception."""

import functools
import random
import threading


class Retrying:
    def __init__(self, function, settings):
        self.function = function
        self.settings = settings
        functools.update_wrapper(self, function)

    def __call__(self, /, *args, **kwargs):
        max_attempts, base_delay, max_delay, exceptions = self.settings
        attempt = 1
        while True:
            try:
                result = self.function(*args, **kwargs)
            except exceptions as exc:
                last = exc
            else:
                return result
            if attempt >= max_attempts:
                raise last
            delay = min(base_delay * (1 << (attempt - 1)), max_delay)
            threading.Event().wait(delay * (1 + random.random() / 10))
            attempt += 1


def retry(max_attempts=3, base_delay=1.0, max_delay=30.0, exceptions=(Exception,)):
    return lambda function: Retrying(function, (max_attempts, base_delay, max_delay, exceptions))
