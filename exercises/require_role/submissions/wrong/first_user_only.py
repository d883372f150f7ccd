# exercise: require_role
"""Fault: keeps the user of the first call."""

import functools

from session import get_current_user


def require_role(role):
    def decorator(func):
        users = []

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            users.append(users[0] if users else get_current_user())
            user = users[-1]
            if user is None or role not in user.roles:
                raise PermissionError(f"needs the role {role}")
            return func(*args, **kwargs)

        return wrapper

    return decorator
