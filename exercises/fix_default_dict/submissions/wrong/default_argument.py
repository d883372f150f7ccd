# exercise: fix_default_dict
"""Fault: the list is made once, as a default argument."""

class DefaultDict(dict):
    def __missing__(self, key, value=[]):
        self[key] = value
        return value
