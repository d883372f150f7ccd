# exercise: flatten
"""Give the leaves of an arbitrarily nested iterable, from left to right."""


def flatten(items):
    """Return an iterable of the leaves of `items`.

    Every iterable is opened, at any depth, except `str` and `bytes`, which are leaves.

    >>> list(flatten([1, [2, (3, "four")], [[]]]))
    [1, 2, 3, 'four']
    """
    raise NotImplementedError
