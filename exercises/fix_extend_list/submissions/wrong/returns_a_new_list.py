# exercise: fix_extend_list
"""Fault: returns a new list and leaves the given one as it is."""

def extendList(val, lst=None):
    return (lst or []) + [val]
