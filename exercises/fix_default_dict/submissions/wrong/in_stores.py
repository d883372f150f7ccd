# exercise: fix_default_dict
"""Fault: `in` reads the key."""

class DefaultDict(dict):
    def __missing__(self, key):
        self[key] = []
        return self[key]

    def __contains__(self, key):
        return bool(self[key])
