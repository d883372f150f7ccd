# exercise: fix_extend_list
"""Fault: empties one and the same list at each call without one."""

_default = []


def extendList(val, lst=None):
    if lst is None:
        lst = _default
        lst.clear()
    lst.append(val)
    return lst
