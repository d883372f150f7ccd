# exercise: fix_extend_list
"""Known good: None stands for no list."""

def extendList(val, lst=None):
    if lst is None:
        lst = []
    lst.append(val)
    return lst
