# exercise: fix_default_dict
"""Fault: stores copies of lists."""

class DefaultDict(dict):
    def __missing__(self, key):
        return self.setdefault(key, [])

    def __setitem__(self, key, value):
        super().__setitem__(key, list(value) if isinstance(value, list) else value)
