# exercise: fix_extend_list
"""Fault: appends what is in the value, one by one."""

def extendList(val, lst=None):
    if lst is None:
        lst = []
    lst.extend(val if isinstance(val, (list, tuple)) else [val])
    return lst
