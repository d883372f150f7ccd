# exercise: fix_default_dict
"""Known good: stores the list before it returns it."""

class DefaultDict(dict):
    def __missing__(self, key):
        self[key] = value = []
        return value
