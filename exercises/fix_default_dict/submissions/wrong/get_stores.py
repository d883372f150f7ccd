# exercise: fix_default_dict
"""Fault: `get` stores too."""

class DefaultDict(dict):
    def __missing__(self, key):
        self[key] = []
        return self[key]

    def get(self, key, default=None):
        return self[key]
