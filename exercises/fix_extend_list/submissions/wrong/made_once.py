# exercise: fix_extend_list
"""Fault: makes the list at the first call without one, and keeps it."""

def extendList(val, lst=None):
    if lst is None:
        if not hasattr(extendList, "lst"):
            extendList.lst = []
        lst = extendList.lst
    lst.append(val)
    return lst
