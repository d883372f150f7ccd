# exercise: fix_default_dict
"""Fault: setting a key appends to its list."""

class DefaultDict(dict):
    def __missing__(self, key):
        return self.setdefault(key, [])

    def __setitem__(self, key, value):
        self[key].append(value)
