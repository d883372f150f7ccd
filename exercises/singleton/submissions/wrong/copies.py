# exercise: singleton
"""Fault: hands out copies of the one instance."""

import copy


class _Only:
    pass


_only = _Only()


def Singleton():
    return copy.copy(_only)
