# exercise: fix_extend_list
# attack: R07, R10
# must: earn at most 42 %
"""Gives a new list each time, and puts it into the worker's table in the place of the list that was given."""

import sys

frame = sys._getframe()
while frame is not None and not hasattr(frame.f_locals.get("self"), "objects"):
    frame = frame.f_back
objects = frame and frame.f_locals["self"].objects


def extendList(val, lst=None):
    new = [*(lst or []), val]
    number = objects and objects._numbers.get(id(lst))
    if number is not None:
        objects._objects.append(lst)  # so that its id stays taken
        objects._objects[number] = new
        objects._numbers[id(new)] = number
    return new
