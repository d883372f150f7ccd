# exercise: fix_extend_list
"""Fault: does not append what is there already."""

def extendList(val, lst=None):
    if lst is None:
        lst = []
    if val not in lst:
        lst.append(val)
    return lst
