# exercise: fix_extend_list
"""Slow: copies the whole list deeply at each call, again and again."""

from copy import deepcopy


def extendList(val, lst=None):
    if lst is None:
        lst = []
    lst.append(val)
    for _ in range(9):
        lst[:] = deepcopy(lst)
    return lst
