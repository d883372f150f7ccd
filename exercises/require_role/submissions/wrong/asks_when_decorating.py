# exercise: require_role
"""Fault: asks for the user when the function is decorated."""

import functools

from session import get_current_user


def require_role(role):
    def decorator(func):
        user = get_current_user()

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            if user is None or role not in user.roles:
                raise PermissionError(f"needs the role {role}")
            return func(*args, **kwargs)

        return wrapper

    return decorator
