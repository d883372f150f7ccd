# exercise: require_role
"""Fault: takes no arguments by name."""

import functools

from session import get_current_user


def require_role(role):
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args):
            user = get_current_user()
            if user is None or role not in user.roles:
                raise PermissionError(f"needs the role {role}")
            return func(*args)

        return wrapper

    return decorator
