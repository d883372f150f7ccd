# exercise: fix_default_dict
"""Fault: all keys share one list."""

class DefaultDict(dict):
    empty = []

    def __missing__(self, key):
        self[key] = self.empty
        return self.empty
