# exercise: log_call
"""Fault: leaves the class of the exception to the traceback."""

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
            logger.exception("%s raised", func.__name__)
            raise
        logger.info("%s returned", func.__name__)
        return result

    return wrapper
