# exercise: fix_extend_list
"""Fault: returns what `append` returns."""

def extendList(val, lst=None):
    if lst is None:
        lst = []
    return lst.append(val)
