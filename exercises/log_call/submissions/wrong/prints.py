# exercise: log_call
"""Fault: prints instead of logging."""

import functools
import logging

logger = logging.getLogger(__name__)


def log_call(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        print("calling", func.__name__)
        try:
            result = func(*args, **kwargs)
        except Exception as exc:
            print("raised", func.__name__, type(exc).__name__)
            raise
        print("returned", func.__name__)
        return result

    return wrapper
