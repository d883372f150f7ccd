# exercise: singleton
"""Fault: `functools.cache` keeps one result, but may call several times before it has one."""

import functools


class _Only:
    def __init__(self):
        self.values = {name: name.upper() for name in ("a", "b", "c")}


@functools.cache
def Singleton():
    return _Only()
