# exercise: require_role
"""Fault: who was let through once may always call."""

import functools

from session import get_current_user


def require_role(role):
    def decorator(func):
        allowed = []

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            user = get_current_user()
            if allowed:
                return func(*args, **kwargs)
            if user is None or role not in user.roles:
                raise PermissionError(f"needs the role {role}")
            allowed.append(user)
            return func(*args, **kwargs)

        return wrapper

    return decorator
