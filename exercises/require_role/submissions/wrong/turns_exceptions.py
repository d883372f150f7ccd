# exercise: require_role
"""Fault: turns an AttributeError of the function into a PermissionError."""

import functools

from session import get_current_user


def require_role(role):
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            try:
                if role in get_current_user().roles:
                    return func(*args, **kwargs)
            except AttributeError:
                pass
            raise PermissionError(role)

        return wrapper

    return decorator
