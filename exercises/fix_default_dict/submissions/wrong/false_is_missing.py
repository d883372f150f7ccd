# exercise: fix_default_dict
"""Fault: takes a false value for a missing one."""

class DefaultDict(dict):
    def __getitem__(self, key):
        value = self.get(key)
        if not value:
            value = []
            self[key] = value
        return value
