"""The user."""


class User:
    """Somebody with a name; `key` is what `helper` makes of it."""
