# exercise: log_call
# fails: test_exceptions
"""Fault: makes a new exception of the same class, in place of the one that was raised."""

import functools
import logging

logger = logging.getLogger(__name__)


def log_call(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        logger.info("calling %s", func.__name__)
        try:
            result = func(*args, **kwargs)
        except Exception as exc:
            logger.error("%s raised %s", func.__name__, type(exc).__name__)
            raise type(exc)(*exc.args) from exc
        logger.info("%s returned", func.__name__)
        return result

    return wrapper
