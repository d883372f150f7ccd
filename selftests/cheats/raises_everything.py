"""Raises one exception that is of all kinds at once."""


class Everything(ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RuntimeError):
    __class__ = property(lambda self: AssertionError)


define(raises(Everything))
