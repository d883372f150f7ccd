# exercise: fix_extend_list
"""Right, but untidy: counts, prints, asks in a roundabout way."""

calls = 0
def extendList(val, lst = None, *rest):
    global calls
    calls += 1
    if type(lst) == type(None): l = []; print("new list", calls)
    else: l = lst
    try:
        l.insert(len(l), val)
    finally:
        print(l[-3:])
        return l
