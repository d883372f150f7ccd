# exercise: fix_extend_list
"""Fault: returns a copy, so that nobody sees at once that the default still grows."""

def extendList(val, lst=[]):
    lst.append(val)
    return lst[:]
