# exercise: require_role
# fails: test_other_roles
"""Fault: a user with the role `admin` may call everything."""

import functools

from session import get_current_user


def require_role(role):
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            user = get_current_user()
            if user is None or not user.roles & {role, "admin"}:
                raise PermissionError(f"only for {role}")
            return func(*args, **kwargs)

        return wrapper

    return decorator
