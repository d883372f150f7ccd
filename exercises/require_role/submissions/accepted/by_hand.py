# exercise: require_role
"""Right, but untidy: copies name and docstring by hand, and asks with getattr and sets."""

from session import get_current_user as who


class Forbidden(PermissionError):
    pass


def require_role(role):
    def check():
        roles = getattr(who(), "roles", None) or set()
        if not {role} & set(roles):
            print("refused", role)
            raise Forbidden(role)

    def decorate(f):
        def g(*a, **k):
            check()
            return f(*a, **k)
        g.__name__ = f.__name__
        g.__doc__ = f.__doc__
        return g
    return decorate
