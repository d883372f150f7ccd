# exercise: flatten
# attack: R02, X05
# must: earn no more than a stub
# verdicts: failed
"""Gives and raises objects that would be bound, named and hashed by whoever stores them, and cannot be."""


class Stored(Exception):
    __hash__ = None

    def __eq__(self, other):
        return True

    def __get__(self, it, owner=None):
        raise self

    __set__ = __delete__ = __get__

    def __set_name__(self, owner, name):
        raise SystemExit


def flatten(value):
    if isinstance(value, (list, tuple)) and len(value) % 2:
        raise Stored(Stored())
    return Stored()
