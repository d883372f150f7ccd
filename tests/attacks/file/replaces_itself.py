# exercise: state_machine
# attack: B06
# must: earn no more than a stub
"""Puts an object in its own place in which every name exists, is equal to everything and says yes."""

import sys


class Everything:
    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self

    def __iter__(self):
        return iter((self, self))

    def __eq__(self, other):
        return True

    __ne__ = __lt__ = __contains__ = __eq__

    def __bool__(self):
        return True

    def __len__(self):
        return 4

    def __hash__(self):
        return 1

    __class__ = bool
    __name__ = name = "CREATED"


sys.modules[__name__] = sys.modules["solution"] = Everything()
