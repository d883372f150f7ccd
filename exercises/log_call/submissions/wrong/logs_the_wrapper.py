# exercise: log_call
"""Fault: logs the name of the function that it put around."""

import functools
import logging

logger = logging.getLogger(__name__)


def log_call(func):
    def wrapper(*args, **kwargs):
        logger.info("calling %s", wrapper.__name__)
        try:
            result = func(*args, **kwargs)
        except Exception as exc:
            logger.error("%s raised %s", wrapper.__name__, type(exc).__name__)
            raise
        logger.info("%s returned", wrapper.__name__)
        return result

    functools.update_wrapper(outer := lambda *args, **kwargs: wrapper(*args, **kwargs), func)
    return outer
