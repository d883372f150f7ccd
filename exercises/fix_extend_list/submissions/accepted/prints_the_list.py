# exercise: fix_extend_list
"""Takes the list from whatever arguments there are, and shows it at each call."""


def extendList(val, *rest, **named):
    lst = rest[0] if rest else named.get("lst")
    if lst is None:
        return [val]
    lst.insert(len(lst), val)
    print("now:", lst)
    return lst
