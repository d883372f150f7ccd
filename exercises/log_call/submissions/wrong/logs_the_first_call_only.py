# exercise: log_call
"""Fault: logs the first call only."""

import functools
import logging

logger = logging.getLogger(__name__)


def log_call(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        if not wrapper.calls:
            logger.info("calling %s", func.__name__)
        wrapper.calls += 1
        try:
            result = func(*args, **kwargs)
        except Exception as exc:
            logger.error("%s raised %s", func.__name__, type(exc).__name__)
            raise
        logger.info("%s returned", func.__name__)
        return result

    wrapper.calls = 0
    return wrapper
