# exercise: fix_extend_list
"""Fault: puts the value in front."""

def extendList(val, lst=None):
    if lst is None:
        lst = []
    lst.insert(0, val)
    return lst
