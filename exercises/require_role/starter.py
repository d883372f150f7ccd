# exercise: require_role
"""Write a decorator that lets only users with a role call a function."""

import session  # noqa: F401


def require_role(role):
    """Decorate a function so that only a user with `role` can call it; others get a PermissionError.

    >>> @require_role("admin")
    ... def delete_user(user_id):
    ...     return f"deleted {user_id}"
    """
