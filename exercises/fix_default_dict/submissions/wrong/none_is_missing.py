# exercise: fix_default_dict
"""Fault: takes None for a missing value."""

class DefaultDict(dict):
    def __getitem__(self, key):
        if self.get(key) is None:
            self[key] = []
        return self.get(key)
