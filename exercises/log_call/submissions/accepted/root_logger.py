# exercise: log_call
"""The root logger, f-strings, and the traceback beside the message."""

import logging
from functools import wraps


def log_call(func):
    name = func.__name__

    @wraps(func)
    def wrapper(*args, **kwargs):
        logging.debug(f"{name} is given {args!r} and {kwargs!r}")
        logging.info(f"{name}: begin")
        try:
            result = func(*args, **kwargs)
        except Exception as exc:
            logging.exception(f"{name}: {exc!r}")
            raise
        else:
            logging.info(f"{name}: end")
            return result

    return wrapper
