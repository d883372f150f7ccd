# exercise: log_call
"""Fault: does not say which function raised."""

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
            logger.error("raised %s", type(exc).__name__)
            raise
        logger.info("%s returned", func.__name__)
        return result

    return wrapper
