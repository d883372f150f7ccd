# exercise: log_call
"""Fault: logs nothing where the function raises."""

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
            raise
        logger.info("%s returned", func.__name__)
        return result

    return wrapper
