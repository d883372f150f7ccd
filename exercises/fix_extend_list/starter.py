# exercise: fix_extend_list
"""Find out why calls have to do with each other, and repair it."""


def extendList(val, lst=[]):
    """Append `val` to `lst`, or to a new list where none is given, and return that list.

    >>> extendList(10)
    [10]
    >>> extendList("a")
    ['a']
    """
    lst.append(val)
    return lst
