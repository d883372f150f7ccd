# exercise: fix_default_dict
"""Fault: stores all keys as text."""

class DefaultDict(dict):
    def __getitem__(self, key):
        return super().setdefault(str(key), [])

    def __setitem__(self, key, value):
        super().__setitem__(str(key), value)
