# exercise: flatten
# attack: R02, R05
# must: earn no more than a stub
# verdicts: failed
"""Gives an object whose class hides its metaclass from the judge: a class of which none can be made there."""

import enum


class Between(enum.EnumMeta):
    __module__ = "enum"

    def mro(cls):
        return [cls, object]


Base = type.__new__(enum.EnumMeta, "Base", (enum.Enum,), {})
Odd = type.__new__(Between, "Odd", (Base,), {})


def flatten(value):
    return object.__new__(Odd)
