# exercise: require_role
"""Fault: calls the function twice."""

import functools

from session import get_current_user


def require_role(role):
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            user = get_current_user()
            if user is None or role not in user.roles:
                raise PermissionError(f"needs the role {role}")
            func(*args, **kwargs)
            return func(*args, **kwargs)

        return wrapper

    return decorator
