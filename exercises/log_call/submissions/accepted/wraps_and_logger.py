# exercise: log_call
"""Known good: wraps, and three calls of a logger."""

import functools
import logging

logger = logging.getLogger(__name__)


def log_call(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        logger.info(f"calling {func.__name__}")
        try:
            result = func(*args, **kwargs)
        except Exception as exc:
            logger.error(f"{func.__name__} raised {type(exc).__name__}")
            raise
        logger.info(f"{func.__name__} returned")
        return result

    return wrapper
