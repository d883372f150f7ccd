# exercise: fix_default_dict
"""Fault: stores a tuple, to which nothing can be appended."""

class DefaultDict(dict):
    def __missing__(self, key):
        return self.setdefault(key, ())
