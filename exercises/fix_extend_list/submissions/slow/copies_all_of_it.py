# exercise: fix_extend_list
"""Slow: copies the whole list deeply at each call, and back, twice over."""

from copy import deepcopy


def extendList(val, lst=None):
    if lst is None:
        lst = []
    longer = deepcopy([*lst, val])
    lst[:] = deepcopy(deepcopy(longer))
    return lst
