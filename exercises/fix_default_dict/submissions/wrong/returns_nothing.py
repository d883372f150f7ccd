# exercise: fix_default_dict
"""Fault: stores the list and forgets to return it."""

class DefaultDict(dict):
    def __missing__(self, key):
        self[key] = []
