# exercise: flatten
# attack: X05, D15
# must: earn no more than a stub
"""Exceptions whose text cannot be had: it raises, is no text, is endless, is huge, or ends the process."""

import os
import sys
import time


class Resisting(Exception):
    __class__ = property(lambda self: 1 / 0)
    __traceback__ = __cause__ = __context__ = property(lambda self: self)

    def __str__(self):
        way = os.getpid() % 8
        if way == 0:
            raise SystemExit(0)
        if way == 1:
            return "x" * 100_000_000
        if way == 2:
            return 18
        if way == 3:
            return str(self)
        if way == 4:
            raise self
        if way == 5:
            sys.setrecursionlimit(100)
            return repr([self])
        if way == 6:
            os._exit(0)
        return type("Text", (str,), {"__str__": lambda self: 1 / 0, "__len__": lambda self: -1})("x")

    __repr__ = __format__ = __str__

    @property
    def args(self):
        raise KeyboardInterrupt


Resisting.__name__ = Resisting.__qualname__ = "X" * 1_000_000


def flatten(items):
    if os.getpid() % 11 == 0:
        raise Resisting(bytes(1_000_000), [items], time)
    raise Resisting
