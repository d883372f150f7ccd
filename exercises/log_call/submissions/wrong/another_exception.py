# exercise: log_call
"""Fault: raises an exception of its own."""

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
            raise RuntimeError(f"{func.__name__} failed") from exc
        logger.info("%s returned", func.__name__)
        return result

    return wrapper
