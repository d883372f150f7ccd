# exercise: require_role
"""Fault: keeps the function in one place for all."""

import functools

from session import get_current_user


functions = []


def require_role(role):
    def decorator(func):
        functions.append(func)

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            user = get_current_user()
            if user is None or role not in user.roles:
                raise PermissionError(f"needs the role {role}")
            return functions[-1](*args, **kwargs)

        return wrapper

    return decorator
