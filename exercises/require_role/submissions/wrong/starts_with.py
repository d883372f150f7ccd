# exercise: require_role
"""Fault: the beginning of a role's name is enough."""

import functools

from session import get_current_user


def require_role(role):
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            user = get_current_user()
            if user is None or not any(role.startswith(one) for one in user.roles):
                raise PermissionError(f"needs the role {role}")
            return func(*args, **kwargs)

        return wrapper

    return decorator
