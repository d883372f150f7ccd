# exercise: log_call
"""Fault: logs what the exception says, and not its class."""

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
            logger.error("%s raised %s", func.__name__, exc)
            raise
        logger.info("%s returned", func.__name__)
        return result

    return wrapper
