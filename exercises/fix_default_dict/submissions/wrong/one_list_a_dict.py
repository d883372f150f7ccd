# exercise: fix_default_dict
"""Fault: the keys of a dict share one list."""

class DefaultDict(dict):
    def __init__(self):
        self.empty = []

    def __missing__(self, key):
        self[key] = self.empty
        return self.empty
