# exercise: require_role
"""Fault: keeps the role in one place for all functions."""

import functools

from session import get_current_user


wanted = None


def require_role(role):
    global wanted
    wanted = role

    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            user = get_current_user()
            if user is None or wanted not in user.roles:
                raise PermissionError(f"needs the role {role}")
            return func(*args, **kwargs)

        return wrapper

    return decorator
