# exercise: fix_default_dict
"""Fault: `get` gives an empty list for a missing key."""

class DefaultDict(dict):
    def __missing__(self, key):
        self[key] = []
        return self[key]

    def get(self, key, default=None):
        return super().get(key, [] if default is None else default)
