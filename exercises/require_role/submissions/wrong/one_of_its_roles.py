# exercise: require_role
# fails: test_twice
"""Fault: notes the roles of each function, and lets in whoever has one of them."""

import functools

from session import get_current_user


roles = {}


def require_role(role):
    def decorator(func):
        roles.setdefault(func, set()).add(role)

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            user = get_current_user()
            if user is None or not user.roles & roles[func]:
                raise PermissionError(f"only for {role}")
            return func(*args, **kwargs)

        return wrapper

    return decorator
