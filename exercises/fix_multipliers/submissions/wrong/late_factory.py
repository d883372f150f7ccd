# exercise: fix_multipliers
"""Fault: the factory is given a function that looks the number up when it is called."""

def times(get):
    return lambda x: get() * x


def multipliers():
    return [times(lambda: i) for i in range(4)]
