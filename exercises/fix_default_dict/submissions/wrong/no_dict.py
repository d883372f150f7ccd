# exercise: fix_default_dict
"""Fault: behaves like a dict and is none."""

from collections import UserDict


class DefaultDict(UserDict):
    def __missing__(self, key):
        self[key] = []
        return self[key]
