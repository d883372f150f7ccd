# exercise: fix_default_dict
"""Fault: stores one list and returns another."""

class DefaultDict(dict):
    def __missing__(self, key):
        self[key] = []
        return []
