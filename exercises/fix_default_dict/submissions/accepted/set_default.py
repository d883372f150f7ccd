# exercise: fix_default_dict
"""One call that does both."""

class DefaultDict(dict):
    def __missing__(self, key):
        return self.setdefault(key, [])
