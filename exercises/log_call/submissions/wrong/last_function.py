# exercise: log_call
"""Fault: all decorated functions call the one that was decorated last."""

import functools
import logging

logger = logging.getLogger(__name__)


latest = []


def log_call(func):
    latest[:] = [func]
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        logger.info("calling %s", func.__name__)
        try:
            result = latest[0](*args, **kwargs)
        except Exception as exc:
            logger.error("%s raised %s", func.__name__, type(exc).__name__)
            raise
        logger.info("%s returned", func.__name__)
        return result

    return wrapper
