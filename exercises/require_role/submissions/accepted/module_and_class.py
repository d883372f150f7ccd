# exercise: require_role
"""Right: a class of callables, which asks the module."""

import functools
import session


class require_role:
    def __init__(self, role):
        self.role = role

    def __call__(self, func):
        return Guarded(self.role, func)


class Guarded:
    def __init__(self, role, func):
        functools.update_wrapper(self, func)
        self._guarded = (role, func)

    def __call__(self, /, *args, **kwargs):
        role, func = self._guarded
        user = session.get_current_user()
        if user is not None and role in user.roles:
            return func(*args, **kwargs)
        raise PermissionError
