# exercise: fix_extend_list
"""A function that is given a list always, and one that finds it one."""

def _extended(lst, val):
    lst.extend([val])
    return lst


def extendList(val, lst=None):
    return _extended(*([[], lst][lst is not None], val))
