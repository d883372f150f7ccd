# exercise: fix_extend_list
"""Fault: appends a copy of a list that it is given as the value."""


def extendList(val, lst=None):
    if lst is None:
        lst = []
    lst.append(val.copy() if isinstance(val, list) else val)
    return lst
