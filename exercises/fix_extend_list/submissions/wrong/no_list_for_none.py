# exercise: fix_extend_list
"""Fault: with the value None there is nothing to append."""

def extendList(val, lst=None):
    if lst is None:
        lst = []
    if val is not None:
        lst.append(val)
    return lst
