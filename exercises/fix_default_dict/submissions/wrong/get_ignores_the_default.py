# exercise: fix_default_dict
"""Fault: `get` gives None for a missing key, whatever is given."""

class DefaultDict(dict):
    def __missing__(self, key):
        self[key] = []
        return self[key]

    def get(self, key, default=None):
        return super().get(key)
