# exercise: fix_default_dict
"""Fault: stores None."""

class DefaultDict(dict):
    def __missing__(self, key):
        self[key] = None
        return self[key]
