# exercise: fix_extend_list
"""Fault: appends to the given list, but returns a copy of it."""

def extendList(val, lst=None):
    if lst is None:
        lst = []
    lst.append(val)
    return lst.copy()
