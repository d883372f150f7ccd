# exercise: fix_default_dict
"""Fault: `in` finds every key, since every key can be read."""

class DefaultDict(dict):
    def __missing__(self, key):
        self[key] = []
        return self[key]

    def __contains__(self, key):
        return True
