# exercise: log_call
"""A context manager around the call."""

import contextlib
import functools
import logging

log = logging.getLogger(f"{__name__}.calls")
log.setLevel(logging.DEBUG)


@contextlib.contextmanager
def logged(name):
    log.info(f"-> {name}")
    try:
        yield
    except Exception as exc:
        log.error(f"!! {name} {exc!r}")
        raise
    log.info(f"<- {name}")


def log_call(func):
    def wrapper(*args, **kwargs):
        with logged(func.__name__):
            return func(*args, **kwargs)

    return functools.update_wrapper(wrapper, func)
