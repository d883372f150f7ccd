# exercise: fix_extend_list
"""Two cases, one line each."""

def extendList(val, lst=None):
    if lst is None:
        return [val]
    lst += [val]
    return lst
