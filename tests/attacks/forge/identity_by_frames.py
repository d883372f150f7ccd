# exercise: singleton
# attack: R03, I01
# must: earn at most 50 %
"""Gives a new object each time; looks for the table of objects in the frames below while it is loaded."""

import sys


class Singleton:
    __slots__ = ()


frame = sys._getframe()
while frame is not None and not hasattr(frame.f_locals.get("self"), "_objects"):
    frame = frame.f_back
if frame is not None:
    objects, first = frame.f_locals["self"]._objects, Singleton()
    handle = type(objects).handle
    type(objects).handle = lambda self, value: handle(
        self, first if type(value).__name__ == "Singleton" else value
    )
    frame.f_globals["id"] = lambda value: 0
