# exercise: require_role
"""Fault: cannot be given arguments named role or user."""

import functools

from session import get_current_user


def require_role(role):
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, role=role, user=None, **kwargs):
            user = get_current_user()
            if user is None or role not in user.roles:
                raise PermissionError(f"needs the role {role}")
            return func(*args, **kwargs)

        return wrapper

    return decorator
