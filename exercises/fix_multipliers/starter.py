# exercise: fix_multipliers
"""Find out why all functions multiply by the same number, and repair it."""


def multipliers():
    """Give four functions: the first multiplies by 0, the next ones by 1, 2 and 3.

    >>> [multiply(2) for multiply in multipliers()]
    [0, 2, 4, 6]
    """
    return [lambda x: i * x for i in range(4)]
