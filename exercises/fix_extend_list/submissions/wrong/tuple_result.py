# exercise: fix_extend_list
"""Fault: without a list the result is a tuple."""

def extendList(val, lst=None):
    if lst is None:
        return (val,)
    lst.append(val)
    return lst
