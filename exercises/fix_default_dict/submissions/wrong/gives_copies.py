# exercise: fix_default_dict
"""Fault: returns a copy of what it has stored."""

class DefaultDict(dict):
    def __getitem__(self, key):
        return list(self.setdefault(key, [])) if isinstance(self.get(key, []), list) else self.get(key)
