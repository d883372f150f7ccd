# exercise: fix_default_dict
"""Slow: sorts all keys by their texts, and looks at one after the other, each time it reads one."""

class DefaultDict(dict):
    def __getitem__(self, key):
        for known, value in sorted(self.items(), key=lambda item: repr(item[0])):
            if known == key:
                return value
        self[key] = []
        return self.get(key)

    def __setitem__(self, key, value):
        kept = [(known, held) for known, held in self.items()]
        super().__setitem__(key, value)
        for known, held in kept:
            if known != key and self.get(known) is not held:
                super().__setitem__(known, held)
