# exercise: log_call
"""Fault: loses the docstring."""

import functools
import logging

logger = logging.getLogger(__name__)


def log_call(func):
    def wrapper(*args, **kwargs):
        logger.info("calling %s", func.__name__)
        try:
            result = func(*args, **kwargs)
        except Exception as exc:
            logger.error("%s raised %s", func.__name__, type(exc).__name__)
            raise
        logger.info("%s returned", func.__name__)
        return result

    wrapper.__name__ = func.__name__
    return wrapper
