# exercise: require_role
"""Right: partial in place of a nested function."""

from functools import partial, update_wrapper

from session import get_current_user


def _guarded(role, func, /, *args, **kwargs):
    match get_current_user():
        case None:
            raise PermissionError("log in first")
        case user if role in user.roles:
            return func(*args, **kwargs)
        case _:
            raise PermissionError(role)


def require_role(role):
    return lambda func: update_wrapper(partial(_guarded, role, func), func)
