# exercise: fix_extend_list
"""Fault: takes an empty list for none."""

def extendList(val, lst=None):
    lst = lst or []
    lst.append(val)
    return lst
