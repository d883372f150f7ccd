# exercise: require_role
"""Fault: has no docstring."""

import functools

from session import get_current_user


def require_role(role):
    def decorator(func):
        def wrapper(*args, **kwargs):
            user = get_current_user()
            if user is None or role not in user.roles:
                raise PermissionError(f"needs the role {role}")
            return func(*args, **kwargs)

        wrapper.__name__ = func.__name__
        return wrapper

    return decorator
