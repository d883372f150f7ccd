# exercise: fix_extend_list
"""Fault: begins a new list at every call."""

def extendList(val, lst=None):
    lst = []
    lst.append(val)
    return lst
