"""Who uses the program at the moment."""


class User:
    """Somebody with roles."""

    def __init__(self, *roles):
        self.roles = set(roles)


# How often somebody has asked for the user.
times_asked = 0

_current = None


def log_in(user):
    """Make `user` the one who uses the program from now on; None logs everybody out."""
    global _current
    _current = user


def get_current_user():
    """The user, or None where nobody is logged in."""
    global times_asked
    times_asked += 1
    return _current
