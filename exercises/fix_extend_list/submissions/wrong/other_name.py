# exercise: fix_extend_list
"""Fault: the list has another name."""

def extendList(val, items=None):
    if items is None:
        items = []
    items.append(val)
    return items
