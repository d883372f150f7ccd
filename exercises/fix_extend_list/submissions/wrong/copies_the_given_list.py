# exercise: fix_extend_list
"""Fault: appends to a copy."""

def extendList(val, lst=()):
    lst = list(lst)
    lst.append(val)
    return lst
